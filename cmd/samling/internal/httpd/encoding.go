package httpd

import (
	"strconv"
	"strings"
)

// wantsGzip says whether gzip is to be sent under these Accept-Encoding lines
// (RFC 9110, section 12.5.3): it is acceptable, and not less liked than the file
// as it is. Without the header anything is acceptable, and the plain file is kinder.
func wantsGzip(lines []string) bool {
	liking := map[string]float64{}
	for item := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		coding, params, _ := strings.Cut(item, ";")
		if coding = strings.ToLower(strings.TrimSpace(coding)); coding == "x-gzip" {
			coding = "gzip" // section 8.4.1.3
		}
		if coding != "" {
			liking[coding] = quality(params)
		}
	}
	gzip, named := liking["gzip"]
	if !named {
		gzip = liking["*"]
	}
	// Identity that is not named is always acceptable, but nobody's wish.
	return gzip > 0 && gzip >= liking["identity"]
}

// quality reads q from the parameters of an item; what is no weight is none.
func quality(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(p, "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || !(q >= 0 && q <= 1) {
				return 0
			}
			return q
		}
	}
	return 1
}
