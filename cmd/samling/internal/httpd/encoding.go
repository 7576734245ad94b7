package httpd

import "strings"

// wantsGzip says whether gzip is to be sent under these Accept-Encoding lines
// (RFC 9110, section 12.5.3): it is acceptable, and not less liked than the file
// as it is. Without the header anything is acceptable, and the plain file is kinder.
func wantsGzip(lines []string) bool {
	liking := map[string]int{}
	for item := range items(lines) {
		coding, params := cutParams(item)
		if coding = strings.ToLower(coding); coding == "x-gzip" {
			coding = "gzip" // section 8.4.1.3
		}
		if weight, _, ok := weigh(params); ok {
			liking[coding] = weight
		}
	}
	gzip, named := liking["gzip"]
	if !named {
		gzip = liking["*"]
	}
	// Identity that is not named is always acceptable, but nobody's wish.
	return gzip > 0 && gzip >= liking["identity"]
}
