package bucket

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"samling/cmd/samling/internal/config"
)

// stalled is how long a connection may move no byte before it is given up.
const stalled = time.Minute

// Connect makes a bucket of its configuration. Keys are read from the files, or taken from
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. Nothing is sent yet.
func Connect(c config.S3, getenv func(string) string, now func() time.Time) (*Bucket, error) {
	keys, err := readKeys(c, getenv)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(c.Endpoint)
	if err != nil {
		return nil, err
	}
	lookup := minio.BucketLookupDNS
	if c.PathStyle || net.ParseIP(u.Hostname()) != nil || u.Hostname() == "localhost" {
		lookup = minio.BucketLookupPath
	}
	transport, err := minio.DefaultTransport(u.Scheme == "https")
	if err != nil {
		return nil, err
	}
	transport.DialContext = dial
	client, err := minio.New(u.Host, &minio.Options{
		Creds: keys, Secure: u.Scheme == "https", Region: c.Region, BucketLookup: lookup, Transport: transport,
	})
	if err != nil {
		return nil, fmt.Errorf("storage.s3: %w", err)
	}
	return &Bucket{Client: client, Name: c.Bucket, Prefix: c.Prefix, Keep: c.Keep, WWW: c.WWW, Now: now, transport: transport}, nil
}

func readKeys(c config.S3, getenv func(string) string) (*credentials.Credentials, error) {
	if c.AccessKeyFile == "" {
		access, secret := getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY")
		if access == "" || secret == "" {
			return nil, errors.New("no keys for the bucket; name their files in storage.s3 (access_key_file, secret_key_file), " +
				"or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
		}
		return credentials.NewStaticV4(access, secret, getenv("AWS_SESSION_TOKEN")), nil
	}
	var keys [2]string
	for i, path := range []string{c.AccessKeyFile, c.SecretKeyFile} {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read a key of the bucket: %w", err)
		}
		if keys[i] = strings.TrimSpace(string(data)); keys[i] == "" {
			return nil, fmt.Errorf("%s holds no key for the bucket", path)
		}
	}
	return credentials.NewStaticV4(keys[0], keys[1], ""), nil
}

// dial connects, and has what stalls fail: it is then tried again.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}
	c, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return moving{c}, nil
}

// moving is a connection whose writes may not take for ever. How long an answer may take
// is the transport's to say.
type moving struct{ net.Conn }

func (c moving) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// Close lets the connections go.
func (b *Bucket) Close() error {
	b.transport.CloseIdleConnections()
	return nil
}
