package notify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"

	"samling/cmd/samling/internal/config"
)

// post is a mail server on the loopback interface.
type post struct {
	mu     sync.Mutex
	mails  []string
	tls    bool // whether the last mail came over TLS
	login  bool // whether one is asked for
	addr   string
	server *smtp.Server
}

type session struct {
	*post
	conn   *smtp.Conn
	authed bool
}

func (p *post) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{post: p, conn: c}, nil }

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "me" || password != "geheim" {
			return errors.New("wrong password")
		}
		s.authed = true
		return nil
	}), nil
}
func (s *session) Mail(string, *smtp.MailOptions) error {
	if s.login && !s.authed {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (s *session) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *session) Reset()                               {}
func (s *session) Logout() error                        { return nil }
func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, string(text))
	_, s.tls = s.conn.TLSConnectionState()
	return err
}

// serveMail starts a mail server; roots trust its certificate, which is for localhost.
func serveMail(t *testing.T, startTLS, login bool) (*post, *x509.CertPool) {
	t.Helper()
	p := &post{login: login}
	p.server = smtp.NewServer(p)
	p.server.AllowInsecureAuth = true
	cert, roots := certificate(t)
	if startTLS {
		p.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	p.addr = "localhost:" + port
	done := make(chan error, 1)
	go func() { done <- p.server.Serve(ln) }()
	t.Cleanup(func() { p.server.Close(); <-done })
	return p, roots
}

func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func mailing(t *testing.T, p *post, roots Roots) *bench {
	b := newBench(t)
	b.Config.Webhook = ""
	b.Config.Mail = config.Mail{To: "post@example.org", From: "samling@example.org", SMTP: p.addr}
	b.Roots = roots
	b.Title = "Lister\r\nBcc: all@example.org" // from a hostile hand
	return b
}

func TestMailOverSTARTTLS(t *testing.T) {
	p, roots := serveMail(t, true, true)
	b := mailing(t, p, roots)
	b.Config.Mail.User, b.Config.Mail.PasswordFile = "me", filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(b.Config.Mail.PasswordFile, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("held")
	if len(p.mails) != 1 || !p.tls {
		t.Fatalf("%d mails, TLS %v: %s", len(p.mails), p.tls, b.log.String())
	}
	m, err := mail.ReadMessage(strings.NewReader(p.mails[0]))
	if err != nil {
		t.Fatal(err)
	}
	h := m.Header
	if h.Get("Bcc") != "" || h.Get("To") != "<post@example.org>" || h.Get("Auto-Submitted") != "auto-generated" ||
		h.Get("Message-ID") != "<"+noticeID("list", Held, b.now)+"@lit.example.org>" || !strings.Contains(h.Get("Subject"), "list held") {
		t.Errorf("%v", h)
	}
	if body, _ := io.ReadAll(m.Body); !strings.Contains(string(body), "samling approve list") {
		t.Errorf("%s", body)
	}
}

func TestMailRefusals(t *testing.T) {
	p, roots := serveMail(t, true, false)
	for name, c := range map[string]struct {
		change func(b *bench)
		says   string
	}{
		"a certificate of nobody's":    {func(b *bench) { b.Roots = x509.NewCertPool() }, "certificate"},
		"a password file that is away": {func(b *bench) { b.Config.Mail.User, b.Config.Mail.PasswordFile = "me", "no-such-file" }, "password_file"},
		"nobody listens":               {func(b *bench) { b.Config.Mail.SMTP = "localhost:1" }, "refused"},
	} {
		b := mailing(t, p, roots)
		c.change(b)
		b.run("held")
		if len(p.mails) != 0 || !strings.Contains(b.log.String(), c.says) {
			t.Errorf("%s: %d mails, %s", name, len(p.mails), b.log.String())
		}
	}
}

// TestPlainOnThisMachine: a server without TLS is spoken to on this machine, and
// nowhere else.
func TestPlainOnThisMachine(t *testing.T) {
	p, _ := serveMail(t, false, false)
	b := mailing(t, p, nil)
	b.run("held")
	if len(p.mails) != 1 {
		t.Errorf("%d mails: %s", len(p.mails), b.log.String())
	}
	for host, want := range map[string]gomail.TLSPolicy{
		"localhost": gomail.TLSOpportunistic, "127.0.0.1": gomail.TLSOpportunistic, "::1": gomail.TLSOpportunistic,
		"mail.example.org": gomail.TLSMandatory, "10.0.0.1": gomail.TLSMandatory, "localhost.example.org": gomail.TLSMandatory,
	} {
		if got := policy(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}
