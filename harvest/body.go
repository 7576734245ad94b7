package harvest

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const defaultMaxBody = 16 << 20

// unpack makes the body of an answer what it was before its Content-Encoding, and
// makes reading more than max bytes an [http.MaxBytesError], packed as well as
// unpacked: a packed stream can be endless and hold nothing.
func unpack(resp *http.Response, max int64) {
	packed := http.MaxBytesReader(nil, resp.Body, max)
	coding := resp.Header.Get("Content-Encoding")
	resp.Body = http.MaxBytesReader(nil, &unpacker{coding: coding, packed: packed}, max)
	resp.Header.Del("Content-Encoding")
	resp.ContentLength = -1
	resp.Uncompressed = true // colly would unpack *.xml.gz, without a cap
}

// unpacker unpacks as it is read, and waits for nothing before.
type unpacker struct {
	coding string
	packed io.ReadCloser
	plain  io.Reader
}

func (u *unpacker) Read(p []byte) (int, error) {
	if u.plain == nil {
		plain, err := decoded(u.coding, u.packed)
		if err != nil {
			return 0, err
		}
		u.plain = plain
	}
	return u.plain.Read(p)
}

func (u *unpacker) Close() error { return u.packed.Close() }

// decoded undoes a content coding (RFC 9110, section 8.4.1). Of the two we do not
// announce, deflate is read when it comes all the same, and br is an error.
func decoded(coding string, packed io.Reader) (io.Reader, error) {
	b := bufio.NewReader(packed)
	if _, err := b.Peek(1); err == io.EOF {
		return b, nil // an empty body has nothing to unpack, whatever its header says
	}
	switch strings.ToLower(strings.TrimSpace(coding)) {
	case "", "identity":
		return b, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(b)
	case "deflate":
		return inflated(b)
	}
	return nil, fmt.Errorf("the body is packed with %q, which was not asked for", coding)
}

// inflated reads deflate, which should be in the zlib format and often is not.
func inflated(b *bufio.Reader) (io.Reader, error) {
	head, err := b.Peek(2)
	if err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	// RFC 1950, section 2.2: method 8, and a multiple of 31.
	if head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}
