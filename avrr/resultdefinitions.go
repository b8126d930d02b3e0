package avrr

import "fmt"

// A Definition says what a word of a report means.
type Definition struct {
	Term  Text `json:"term"`
	Means Text `json:"means"`
}

// A ReportOf is which cases a report counted, and when.
type ReportOf struct {
	Period
	Programme  string `json:"programme,omitempty"` // its code; every programme when empty
	Funding    string `json:"funding,omitempty"`   // who bears the cases; everybody when empty
	MadeOn     Date   `json:"made_on"`
	Unreadable int    `json:"unreadable,omitempty"` // cases that could not be opened and are not counted
}

// Definitions answer what everything in a report means, so that nobody has to ask whoever made it.
func Definitions(of ReportOf) []Definition {
	same := func(s string) Text { return T(s, s) }
	all := func(s string, every Text) Text {
		if s == "" {
			return every
		}
		return same(s)
	}
	definitions := []Definition{
		{T("Period", "Periudha"), T(fmt.Sprintf("%s to %s, both days included; a report is about whole months.", of.From, of.Until),
			fmt.Sprintf("%s deri %s, të dyja ditët përfshirë; raporti është për muaj të plotë.", of.From, of.Until))},
		{T("Programme", "Programi"), all(of.Programme, T("All programmes.", "Të gjitha programet."))},
		{T("Funding", "Financimi"), all(of.Funding, T("All funding.", "I gjithë financimi."))},
		{T("Made on", "Përgatitur më"), same(of.MadeOn.String())},
		{T("Made from", "Përgatitur nga"), T("The cases of Homeward as they stood on that day, one by one. A case closed as the duplicate of another is counted once, there; what was spent on it stands among the costs, without its persons."+uncounted(of.Unreadable).EN,
			"Çështjet e Homeward ashtu siç ishin atë ditë, një nga një. Një çështje e mbyllur si dublikatë numërohet një herë, tek tjetra; çfarë u shpenzua për të mbetet te kostot, pa personat e saj."+uncounted(of.Unreadable).SQ)},
		{T("Small numbers", "Numra të vegjël"), suppression},
		{breakdownTitles[BySex], T("As the travel document says: female, male or other (ICAO Doc 9303).", "Siç thotë dokumenti i udhëtimit: femër, mashkull ose tjetër (ICAO Doc 9303).")},
		{breakdownTitles[ByAge], T("Whole years. Where only a year of birth is known, the youngest the person can have been.", "Vite të plota. Kur dihet vetëm viti i lindjes, mosha më e vogël e mundshme.")},
		{breakdownTitles[ByNationality], T("ISO 3166-1, two letters.", "ISO 3166-1, dy shkronja.")},
		{breakdownTitles[ByVulnerability], T("The first of the list that is true of the person, so that everybody is counted once: a screening that asks protection to look, for trafficking; a child with whom no adult of the family applied, or who arrived without one; a clearance with conditions, unfit, or a stay in hospital; the one adult of children; 60 years and over. What was answered in a screening stays sealed and is opened for no report.",
			"E para e listës që vlen për personin, që secili të numërohet një herë: një vlerësim që kërkon shikimin e mbrojtjes, për trafikim; një fëmijë me të cilin nuk aplikoi asnjë i rritur i familjes, ose që mbërriti pa të; aftësi me kushte, paaftësi ose shtrim në spital; i vetmi i rritur me fëmijë; 60 vjeç e lart. Përgjigjet e një vlerësimi mbeten të vulosura dhe nuk hapen për asnjë raport.")},
	}
	for _, in := range indicators {
		definitions = append(definitions, Definition{in.title, in.means})
	}
	return definitions
}

// suppression is the rule by which numbers are left out, in words.
var suppression = T(fmt.Sprintf("Numbers of fewer than %d persons are left out, and of fewer than %d where all of them are, or may be, trafficked persons or children alone; so are as many others as it takes that none can be reckoned back from totals. What is left out stands as \"suppressed\"; nobody at all stands as 0. Amounts, days and per cent are left out with the persons they are about. Reports whose periods overlap, or of which one is a part of the other (a programme and all programmes, one funding and all), can be subtracted from each other: what one leaves out the difference may tell, so they must not be published side by side.", fewest, fewestGuarded),
	fmt.Sprintf("Numrat nën %d persona nuk tregohen, dhe nën %d kur të gjithë janë, ose mund të jenë, persona të trafikuar ose fëmijë të vetëm; po ashtu aq të tjerë sa duhen që asnjë të mos nxirret nga shumat. Çfarë nuk tregohet shënohet \"suppressed\"; kur nuk ka askënd shënohet 0. Shumat, ditët dhe përqindjet nuk tregohen bashkë me personat që u përkasin. Raportet me periudha që mbivendosen, ose kur njëri është pjesë e tjetrit (një program dhe të gjitha programet, një financim dhe të gjitha), mund t'i zbriten njëri-tjetrit: ndryshimi mund të tregojë çfarë njëri nuk e tregon, prandaj nuk duhen botuar krahas njëri-tjetrit.", fewest, fewestGuarded))

func uncounted(cases int) Text {
	if cases == 0 {
		return Text{}
	}
	return T(fmt.Sprintf(" %d cases could not be opened, such as those that were erased, and are not counted.", cases),
		fmt.Sprintf(" %d çështje nuk u hapën dot, si ato që janë fshirë, dhe nuk numërohen.", cases))
}
