package httpd

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestSwap reads while editions are swapped and removed under the readers. Every
// answer must be whole: the tag is of the body, the body is of one edition, and
// nothing is ever missing.
func TestSwap(t *testing.T) {
	p := publication{t, t.TempDir()}
	put := func(n int) {
		text := strings.Repeat(fmt.Sprintf("edition %d\n", n), 2000)
		p.put(fmt.Sprintf("%06d", n), map[string]string{"dataset.ttl": text, "dataset.ttl.gz": packed(text), "item/a.html": text})
		if n > 1 {
			p.check(os.RemoveAll(filepath.Join(p.dir, "editions", fmt.Sprintf("%06d", n-1))))
		}
	}
	put(1)
	base := server(t, Handler(p.root(), Options{}))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			client := &http.Client{Transport: &http.Transport{DisableCompression: i%2 == 0}}
			defer client.CloseIdleConnections()
			for n := 0; ; n++ {
				select {
				case <-stop:
					if n == 0 {
						t.Error("a reader read nothing")
					}
					return
				default:
				}
				if err := readOnce(client, base+[]string{"/dataset.ttl", "/item/a"}[n%2]); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for n := 2; n <= 200; n++ {
		put(n)
	}
	close(stop)
	readers.Wait()
}

func readOnce(client *http.Client, address string) error {
	res, err := client.Get(address)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	first, _, _ := strings.Cut(string(body), "\n")
	if res.StatusCode != 200 || string(body) != strings.Repeat(first+"\n", 2000) {
		return fmt.Errorf("%s: %d, %d bytes of %q", address, res.StatusCode, len(body), first)
	}
	want := tag(string(body))
	if res.Uncompressed && strings.HasSuffix(address, ".ttl") {
		want = tag(packed(string(body)))
	} else if res.Uncompressed { // no gzip stands beside it
		text, err := pack(strings.NewReader(string(body)))
		if err != nil {
			return err
		}
		want = fmt.Sprintf(`"%x"`, text.digest)
	}
	if res.Header.Get("ETag") != want {
		return fmt.Errorf("%s: %q under the tag of another file", address, first)
	}
	return nil
}
