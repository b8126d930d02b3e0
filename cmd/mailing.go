package cmd

import (
	"fmt"
	"os"
	"strings"

	"homeward/activities"
)

// mailing says how other offices are told of journeys.
type mailing struct {
	SMTP             string `name:"smtp" help:"Mail server that takes notices to other offices; without it somebody is asked to telephone." placeholder:"HOST:PORT"`
	MailFrom         string `help:"Address notices come from, and answers go to." placeholder:"ADDRESS"`
	SMTPUser         string `name:"smtp-user" help:"User name, where the mail server asks for one." placeholder:"NAME"`
	SMTPPasswordFile string `name:"smtp-password-file" help:"File with its password." placeholder:"PATH"`
}

// post answers the way to other offices' mailboxes, nil where there is none.
func (m mailing) post() (*activities.Post, error) {
	if m.SMTP == "" {
		return nil, nil
	}
	p := &activities.Post{Server: m.SMTP, From: m.MailFrom, User: m.SMTPUser}
	if m.SMTPPasswordFile != "" {
		password, err := os.ReadFile(m.SMTPPasswordFile)
		if err != nil {
			return nil, notReadyf("The password of the mail server cannot be read: %v.", err)
		}
		p.Password = strings.TrimRight(string(password), "\r\n")
	}
	if err := p.Check(); err != nil {
		return nil, usage{fmt.Sprintf("Mail cannot be sent like this: %v. Give --smtp HOST:PORT and --mail-from ADDRESS.", err)}
	}
	return p, nil
}
