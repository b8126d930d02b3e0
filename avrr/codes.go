package avrr

import (
	"fmt"
	"reflect"
)

// coded are the fields that hold a code of the world's, and what refuses one that is none.
var coded = map[string]func(at, code string) *Error{
	"currency": func(at, code string) *Error {
		if _, ok := CurrencyOf(code); !ok {
			return noSuchCurrency(at, code)
		}
		return nil
	},
	"country": aCountry, "host_country": aCountry, "nationality": aCountry,
	"issuer": func(at, code string) *Error {
		if len(code) == 3 { // ICAO Doc 9303-3 §5: who issues and is no country
			return nil
		}
		return aCountry(at, code)
	},
	"language": func(at, code string) *Error {
		if !IsLanguage(code) {
			return broken("no-such-language", at, "%s is no language of BCP 47, which takes the shortest code of each, such as sq.", printable(code))
		}
		return nil
	},
}

func aCountry(at, code string) *Error {
	if !IsCountry(code) {
		return broken("no-such-country", at, "%s is the code of no country (ISO 3166-1); the United Kingdom's is GB, Kosovo's XK.", printable(code))
	}
	return nil
}

// checkCodes refuses an input that names a currency nobody is paid in, a country or a language that is none, wherever in it that stands.
func checkCodes(input any) error { return codesWithin("", reflect.ValueOf(input)) }

func codesWithin(at string, v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return codesWithin(at, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if err := codesWithin(fmt.Sprintf("%s/%d", at, i), v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		var failed error
		fieldsOf(v.Type(), func(name string, optional bool, f reflect.StructField) {
			value := v.FieldByName(f.Name) // of embedded structs, too
			check := coded[name]
			switch {
			case failed != nil || optional && value.IsZero():
			case check == nil || f.Type.Kind() != reflect.String:
				failed = codesWithin(at+"/"+name, value)
			default:
				if wrong := check(at+"/"+name, value.String()); wrong != nil {
					failed = wrong
				}
			}
		})
		return failed
	}
	return nil
}
