package activities

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// A Post is the way to the mailboxes of other offices.
type Post struct {
	Server   string // HOST:PORT of the mail server
	From     string // the address messages come from, and answers go to
	User     string // with Password, where the server asks for them
	Password string
}

// mailPatience is how long the mail server may take for one step.
const mailPatience = 10 * time.Second

// submissions is the port on which a mail server speaks TLS from the first byte (RFC 8314 §3.3).
const submissions = 465

// Check says what is wrong with how the post is set up, before anything is sent.
func (p *Post) Check() error {
	if _, err := p.client(); err != nil {
		return err
	}
	return mail.NewMsg().From(p.From)
}

// client speaks TLS with any server but one on this machine.
func (p *Post) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(p.Server)
	if err != nil {
		return nil, fmt.Errorf("mail server %q: %w", p.Server, err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("mail server %q: %w", p.Server, err)
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTimeout(mailPatience), mail.WithTLSPolicy(mail.TLSMandatory), mail.WithHELO(p.domain())}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	} else if number == submissions {
		options = append(options, mail.WithSSL())
	}
	if p.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(p.User), mail.WithPassword(p.Password))
	}
	return mail.NewClient(host, options...)
}

// domain is that of the address messages come from.
func (p *Post) domain() string {
	_, domain, found := strings.Cut(p.From, "@")
	if !found {
		return "localhost"
	}
	return strings.TrimSuffix(domain, ">")
}

// send hands a letter to the mail server. Sent again it is the same message, to the letter and its id.
func (p *Post) send(ctx context.Context, l *letter) error {
	client, err := p.client()
	if err != nil {
		return err
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(m.From(p.From), m.To(l.office.Email)); err != nil {
		return err
	}
	m.Subject(l.subject)
	m.SetMessageIDWithValue(l.id + "@" + p.domain())
	m.SetDateWithValue(l.at)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834 §5: no out-of-office note answers it
	m.SetBodyString(mail.TypeTextPlain, l.text)
	for _, e := range l.enclosed {
		if err := m.AttachReader(e.name, bytes.NewReader(e.file), mail.WithFileContentType("application/pdf")); err != nil {
			return err
		}
	}
	return client.DialAndSendWithContext(ctx, m)
}

// refusedForGood reports whether trying again would change nothing: the server said so (RFC 5321 §4.2.1, 5yz).
func refusedForGood(err error) bool {
	var refused *mail.SendError
	return errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500
}
