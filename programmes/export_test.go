package programmes

// IsCountry lets the tests compare the table of countries with another.
var IsCountry = isCountry
