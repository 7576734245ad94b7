package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// Roots are certificates that are trusted; nil for the system's.
type Roots = *x509.CertPool

// implicitTLS is the port where a mail server speaks TLS from the first byte (RFC 8314, section 3.3).
const implicitTLS = 465

// mail sends a notice by mail.
func (n *Notifier) mail(ctx context.Context, v Notice) error {
	m, err := n.message(v)
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errPermanent)
	}
	client, err := n.mailClient()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errPermanent)
	}
	if err := client.DialAndSendWithContext(ctx, m); err != nil {
		return fmt.Errorf("mail by %s: %w", n.Config.Mail.SMTP, err)
	}
	return nil
}

func (n *Notifier) message(v Notice) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := m.From(n.Config.Mail.From); err != nil {
		return nil, err
	}
	if err := m.To(n.Config.Mail.To); err != nil {
		return nil, err
	}
	m.Subject(strings.Join(strings.Fields(fmt.Sprintf("%s: %s %s", n.Title, v.Source, v.Kind)), " "))
	m.SetDateWithValue(v.At)
	m.SetMessageIDWithValue(v.ID + "@" + hostOf(n.Base))
	// So that no holiday notice answers (RFC 3834, section 5).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, v.Text+"\n")
	return m, nil
}

// mailClient speaks TLS always, but to a server on this machine that has none.
func (n *Notifier) mailClient() (*mail.Client, error) {
	c := n.Config.Mail
	host, portText, err := net.SplitHostPort(c.SMTP)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, err
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTimeout(timeout), mail.WithTLSPolicy(policy(host)),
		mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: n.Roots, MinVersion: tls.VersionTLS12}),
	}
	if port == implicitTLS {
		options = append(options, mail.WithSSL())
	}
	if c.User != "" {
		password, err := os.ReadFile(c.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("read notify.mail.password_file: %w", err)
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.User),
			mail.WithPassword(strings.TrimRight(string(password), "\r\n")))
	}
	return mail.NewClient(host, options...)
}

// policy lets mail go in the clear to this machine only.
func policy(host string) mail.TLSPolicy {
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return mail.TLSOpportunistic
	}
	return mail.TLSMandatory
}

func hostOf(base string) string {
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}
