package httpd

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// raw sends a request line as it stands, which no client library would.
func raw(t *testing.T, base, line string) answer {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := fmt.Fprintf(conn, "%s\r\nHost: localhost\r\nConnection: close\r\n\r\n", line); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res, string(body)}
}

func TestHostilePaths(t *testing.T) {
	p := published(t)
	p.write(filepath.Join(p.dir, "secret.txt"), "secret")
	p.write(filepath.Join(p.dir, "editions", "secret.txt"), "secret")
	edition := filepath.Join(p.dir, "editions", "000001")
	p.check(os.Symlink("../secret.txt", filepath.Join(edition, "out.txt")))
	p.check(os.Symlink(filepath.Join(p.dir, "secret.txt"), filepath.Join(edition, "absolute.txt")))
	p.check(os.Symlink("..", filepath.Join(edition, "up")))
	p.check(os.Symlink("../secret.txt", filepath.Join(edition, "a.txt.gz")))
	p.check(os.Symlink("a.txt", filepath.Join(edition, "within.txt")))
	p.check(os.Symlink("loop.txt", filepath.Join(edition, "loop.txt")))
	p.check(syscall.Mkfifo(filepath.Join(edition, "pipe.txt"), 0o644))
	base := server(t, Handler(p.root(), Options{}))
	for _, path := range []string{
		"/../secret.txt", "/../../secret.txt", "/sub/../../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/..%2fsecret.txt",
		"/..%5csecret.txt", `/..\secret.txt`, "/%252e%252e/secret.txt", "/sub/%2e%2e/%2e%2e/secret.txt", "//secret.txt", "//etc/passwd",
		"/out.txt", "/absolute.txt", "/up/secret.txt", "/up/", "/up", "/loop.txt", "/pipe.txt", "/pipe", "/.hidden", "/%2ehidden", "/sub/.hidden/x.txt",
		"/./index.html", "/sub/./index.html", "/sub//index.html", "/sub%2findex.html", "/index.html%00", "/index.html%00.ttl", "/%00", "/a%0ab", "/%ff",
		"/index.html/", "/index.html/x", "/" + strings.Repeat("a", 5000), "/" + strings.Repeat("a/", 3000), "/C:/secret.txt", "/CON", "/%20",
		"/item/abc%20", "/item/abc.", "/.", "/..", "/...", "/~root", "/manifest.json/../../secret.txt",
	} {
		a := raw(t, base, "GET "+path+" HTTP/1.1")
		if a.StatusCode != 404 && a.StatusCode != 400 || strings.Contains(a.body, "secret") {
			t.Errorf("%.80s: %d %.80q", path, a.StatusCode, a.body)
		}
	}
	for line, status := range map[string]int{
		"GET /index.html?x=../../secret.txt HTTP/1.1":    200,
		"GET http://elsewhere.example/a.txt HTTP/1.1":    200, // the absolute form (RFC 9112, section 3.2.2)
		"GET /within.txt HTTP/1.1":                       200,
		"OPTIONS * HTTP/1.1":                             200, // net/http's own
		"CONNECT example.org:443 HTTP/1.1":               405,
		"GET index.html HTTP/1.1":                        400,
		"GET /index.html HTTP/9.9":                       505,
		"G\x00T /index.html HTTP/1.1":                    400,
		"GET /index.html HTTP/1.1\r\nContent-Length: -1": 400,
	} {
		if a := raw(t, base, line); a.StatusCode != status {
			t.Errorf("%q: %d, want %d", line, a.StatusCode, status)
		}
	}
	// A gzip that is a link out is not beside the file.
	if a := ask(t, "GET", base+"/a.txt", "Accept-Encoding", "gzip"); a.body != "t" || a.Header.Get("Content-Encoding") != "" {
		t.Errorf("a.txt: %q %v", a.body, a.Header)
	}
}

// FuzzFileName: what is let through stays below the root and shows no dot file.
func FuzzFileName(f *testing.F) {
	for _, s := range []string{"/", "/item/abc", "/../x", "/%2e%2e/x", "/a%2fb", "//x", `/a\b`, "/a/", "/\x00", "/.well-known/void"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		name, ok := fileName(u)
		if ok && (!fs.ValidPath(name) || !filepath.IsLocal(name) || strings.Contains("/"+name, "/.") || strings.ContainsAny(name, "\\\x00\n")) {
			t.Errorf("%q becomes %q", target, name)
		}
	})
}
