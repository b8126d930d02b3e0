package catcher

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// maxMail is the most a mail may have, in bytes.
const maxMail = 20 << 20

// A Mail is one message as it arrived.
type Mail struct {
	MessageID  string       `json:"message_id"`
	From       string       `json:"from"`
	To         []string     `json:"to"`
	Subject    string       `json:"subject"`
	Text       string       `json:"text"`
	Enclosed   []Attachment `json:"enclosed,omitempty"`
	Raw        []byte       `json:"raw"`
	ReceivedAt time.Time    `json:"received_at"`
	Times      int          `json:"-"` // how often it arrived
}

// An Attachment is a file that came along.
type Attachment struct {
	Name string `json:"name"`
	File []byte `json:"file"`
}

type backend struct{ c *Catcher }

// NewSession begins to listen to one sender.
func (b backend) NewSession(conn *smtp.Conn) (smtp.Session, error) {
	return &session{c: b.c, conn: conn}, nil
}

type session struct {
	c    *Catcher
	conn *smtp.Conn
	from string
	to   []string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	fault := s.c.next()
	switch fault {
	case Busy:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Simulated: try again later"}
	case Refuse:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "Simulated: no such mailbox"}
	case Stall:
		<-s.c.ended
		return nil
	}
	m, err := parse(raw)
	if err != nil {
		return err
	}
	m.From, m.To, m.ReceivedAt = s.from, s.to, time.Now().UTC()
	if err := s.c.take(m); err != nil {
		return err
	}
	if fault == Drop {
		return s.conn.Conn().Close()
	}
	return nil
}

func (s *session) Reset() { s.from, s.to = "", nil }

func (s *session) Logout() error { return nil }

func parse(raw []byte) (*Mail, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read a mail: %w", err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil {
		return nil, fmt.Errorf("read a mail: %w", err)
	}
	m := &Mail{MessageID: msg.Header.Get("Message-ID"), Subject: subject, Raw: raw}
	return m, m.part(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), "", msg.Body)
}

// part reads the text and the files of a message, and of the parts in it.
func (m *Mail) part(kind, encoding, name string, body io.Reader) error {
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		media = "text/plain"
	}
	if strings.HasPrefix(media, "multipart/") {
		return m.parts(multipart.NewReader(body, params["boundary"]))
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	file, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("read a mail: %w", err)
	}
	if name != "" {
		m.Enclosed = append(m.Enclosed, Attachment{name, file})
		return nil
	}
	m.Text += strings.ReplaceAll(string(file), "\r\n", "\n")
	return nil
}

func (m *Mail) parts(r *multipart.Reader) error {
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a mail: %w", err)
		}
		if err := m.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.FileName(), p); err != nil {
			return err
		}
	}
}
