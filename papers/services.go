package papers

import "fmt"

// A Service is asked of a carrier by its AIRIMP special service code. Only codes that say what to do are
// printed. Codes that say what a person has or is (MEDA, STCR, OXYG, DPNA) travel on the sealed handover,
// and DEPU and DEPA on nothing: a voluntary traveller is never marked as deported.
type Service string

func checkServices(codes []Service) error {
	for _, code := range codes {
		if _, ok := serviceWords[English].Services[code]; !ok {
			return fmt.Errorf("%w: service %q is not one a paper may name", ErrContent, code)
		}
	}
	return nil
}

// services are printed under a title of their own, or not at all.
func (s *sheet) services(codes []Service) {
	if len(codes) == 0 {
		return
	}
	w := serviceWords[s.language]
	s.section(w.Title)
	cells := make([][]part, len(codes))
	for i, code := range codes {
		cells[i] = []part{{"service", string(code), strongBody}, {"service", w.Services[code], small}}
	}
	s.grid(3, cells)
}
