package oaipmh

import (
	"cmp"

	"golang.org/x/text/language"
)

// bibliographic are the twenty languages that ISO 639-2 has two codes for, by the
// terminological one, with the one that libraries use (639-2/B).
func bibliographic(terminological string) string {
	switch terminological {
	case "sqi":
		return "alb"
	case "hye":
		return "arm"
	case "eus":
		return "baq"
	case "mya":
		return "bur"
	case "zho":
		return "chi"
	case "ces":
		return "cze"
	case "nld":
		return "dut"
	case "fra":
		return "fre"
	case "kat":
		return "geo"
	case "deu":
		return "ger"
	case "ell":
		return "gre"
	case "isl":
		return "ice"
	case "mkd":
		return "mac"
	case "msa":
		return "may"
	case "mri":
		return "mao"
	case "fas":
		return "per"
	case "ron":
		return "rum"
	case "slk":
		return "slo"
	case "bod":
		return "tib"
	case "cym":
		return "wel"
	}
	return terminological
}

// iso639 is the code of ISO 639-2/B for a language tag (BCP 47): nob, nno, nor, eng;
// "und" where there is none.
func iso639(tag string) string {
	t, err := language.Raw.Parse(tag)
	if err != nil {
		return "und"
	}
	base, confidence := t.Base()
	if confidence == language.No {
		return "und"
	}
	return cmp.Or(bibliographic(base.ISO3()), "und")
}
