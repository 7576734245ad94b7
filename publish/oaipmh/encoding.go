package oaipmh

import (
	"strconv"
	"strings"
)

// wantsGzip says whether gzip is to be sent under these Accept-Encoding lines (RFC 9110,
// section 12.5.3): it is named, or a wildcard stands for it, with a weight above 0, and
// not less liked than the document as it is.
func wantsGzip(lines []string) bool {
	liking := map[string]float64{}
	for item := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		coding, params, _ := strings.Cut(item, ";")
		if coding = strings.ToLower(strings.TrimSpace(coding)); coding == "x-gzip" {
			coding = "gzip" // section 8.4.1.3
		}
		if coding != "" {
			liking[coding] = weight(params)
		}
	}
	gzip, named := liking["gzip"]
	if !named {
		gzip = liking["*"]
	}
	return gzip > 0 && gzip >= liking["identity"]
}

func weight(params string) float64 {
	name, value, given := strings.Cut(params, "=")
	if !given || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}
