package avrr

// Kinds of columns.
const (
	ColumnPeople  = "people"  // how many people
	ColumnTimes   = "times"   // how many times something happened
	ColumnPercent = "percent" // whole per cent
	ColumnDays    = "days"    // whole days
	ColumnAmount  = "amount"  // minor units of the row's currency
)

// A ResultColumn is one column of numbers.
type ResultColumn struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	Kind  string `json:"kind"`
	HXL   string `json:"hxl"` // its hashtag, Humanitarian Exchange Language 1.1

	needs []int                     // the columns of people that must be shown for this one to be; none for a column of people
	tell  func(*cell) (int64, bool) // false where there is nothing to tell
}

// An indicator is one of the tables: what it counts, and how. Columns of people stand first.
type indicator struct {
	id           string
	title, means Text
	of           Text // what its rows are told apart by beside the people; empty where there is nothing
	columns      []ResultColumn
	parts        bool                       // the people of the first column are those of the other columns of people together
	whole        func(series string) string // the series that this one is a part of, "" for none
	titles       map[string]Text            // of the series, in no order
	order        []string                   // of the series
	open         bool                       // its series are those the cases bring along; those of one instrument are of the same people
}

// people is how many columns count people.
func (in *indicator) people() int {
	n := 0
	for _, c := range in.columns {
		if c.Kind == ColumnPeople {
			n++
		}
	}
	return n
}

func people(id string, title Text, tag string) ResultColumn {
	return ResultColumn{ID: id, Title: title, Kind: ColumnPeople, HXL: tag}
}

// percentOf is a column: how many of a hundred people of the first column are in another one.
func percentOf(column int, id string, title Text, tag string) ResultColumn {
	return ResultColumn{ID: id, Title: title, Kind: ColumnPercent, HXL: tag, needs: []int{0, column}, tell: func(c *cell) (int64, bool) {
		if c.people[0] == 0 {
			return 0, false
		}
		return (200*c.people[column] + c.people[0]) / (2 * c.people[0]), true
	}}
}

// total is a column of what adds up, told together with the people it is about.
func total(of string, title Text, kind, tag string, needs ...int) ResultColumn {
	return ResultColumn{ID: of, Title: title, Kind: kind, HXL: tag, needs: needs, tell: func(c *cell) (int64, bool) { return c.sums[of], true }}
}

// Tables of results.
const (
	TableApplied  = "applied"
	TableApproved = "approved"
	TableDeparted = "departed"
	TableArrived  = "arrived"
	TableAssisted = "assisted"
	TableVisits   = "visits"
	TableWaiting  = "waiting"
	TableOutcomes = "outcomes"

	TableSustainability = "sustainability"
	TableSatisfaction   = "satisfaction"
	TableCosts          = "costs"
)

var persons = T("Persons", "Persona")

// headcount is a table of nothing but people.
func headcount(id string, title, means Text, tag string) *indicator {
	return &indicator{id: id, title: title, means: means, columns: []ResultColumn{people("persons", persons, tag)}}
}

// indicators are the tables a donor is given, always all of them and in this order.
var indicators = []*indicator{
	headcount(TableApplied, T("Applied", "Aplikuan"), T("Persons whose application was made in the period. Who moved to a linked case is counted in that one.",
		"Persona, aplikimi i të cilëve u bë në periudhë. Kush kaloi në një çështje të lidhur numërohet atje."), "#reached +applied"),
	headcount(TableApproved, T("Approved", "Miratuar"), T("Persons whose return was approved in the period, by the last decision that stands.",
		"Persona, kthimi i të cilëve u miratua në periudhë, sipas vendimit të fundit në fuqi."), "#reached +approved"),
	headcount(TableDeparted, T("Departed", "U nisën"), T("Persons who departed in the period, by the day in the country they left. Whoever was brought back is not counted.",
		"Persona që u nisën në periudhë, sipas ditës në vendin që lanë. Kush u kthye mbrapsht nuk numërohet."), "#reached +departed"),
	headcount(TableArrived, T("Arrived", "Mbërritën"), T("Persons whose arrival in the country of return fell in the period. Who died there afterwards arrived all the same.",
		"Persona, mbërritja e të cilëve në vendin e kthimit ra në periudhë. Edhe kush ndërroi jetë më pas kishte mbërritur."), "#reached +arrived"),
	{
		id: TableAssisted, title: T("Assisted, by kind of help", "Të ndihmuar, sipas llojit të ndihmës"), of: T("Kind of help", "Lloji i ndihmës"),
		means: T("Persons given help of a kind in the period: paid or delivered under the plan, paid directly, or a referral that was accepted. Help for a family counts everybody of it who had come home. Somebody given help of several kinds is counted under each, so kinds do not add up.",
			"Persona që morën një lloj ndihme në periudhë: të paguar ose dorëzuar sipas planit, të paguar drejtpërdrejt, ose një referim i pranuar. Ndihma për një familje numëron këdo prej saj që ishte kthyer. Kush mori disa lloje numërohet te secili, prandaj llojet nuk mblidhen."),
		columns: []ResultColumn{people("persons", persons, "#reached +assisted")},
		titles:  assistance, order: []string{anyHelp, "business", "job_placement", "training", "tools", "housing", "education", "health", "counselling", "legal", "other",
			helpAtDeparture, helpAtArrival, helpDirect, helpReferral},
	},
	{
		id: TableVisits, title: T("Visits on time", "Vizita në kohë"), parts: true,
		means: T("Persons who had come home and on whom a visit of the programme fell due in the period, by the day it was last moved to: in time when every such visit was made by its day, late when one was made after it, not visited when one has not been made. A visit beside the programme's, one that is not to be made any more, and one due after the return had ended do not count. A visit due on the day of the report has still that day.",
			"Persona të kthyer, të cilëve u binte në periudhë një vizitë e programit, sipas ditës në të cilën u vendos së fundi: në kohë kur çdo vizitë u bë deri në ditën e saj, me vonesë kur një u bë pas saj, pa vizitë kur një nuk është bërë. Nuk numërohet vizita përveç atyre të programit, ajo që nuk duhet bërë më, dhe ajo që binte pasi kthimi kishte përfunduar. Vizita që bie ditën e raportit e ka ende atë ditë."),
		columns: []ResultColumn{
			people("persons", T("Persons due a visit", "Persona për t'u vizituar"), "#targeted +visits"), people("on_time", T("In time", "Në kohë"), "#reached +visits +on_time"),
			people("late", T("Late", "Me vonesë"), "#reached +visits +late"), people("not_visited", T("Not visited", "Pa vizitë"), "#targeted +visits +missed"),
			percentOf(1, "on_time_percent", T("In time, per cent", "Në kohë, përqind"), "#indicator +visits +on_time +percent"),
		},
	},
	{
		id: TableWaiting, title: T("Waiting times", "Kohët e pritjes"), of: T("From and to", "Nga dhe deri"),
		means: T("Persons who departed in the period, from the day of approval; persons whose first help after arrival fell in the period, from the day of arrival. Help is a payment that did not come back, a delivery, or a referral that was accepted. Who left before the approval that stands is not counted. The median is the day by which half of them had waited.",
			"Persona që u nisën në periudhë, nga dita e miratimit; persona, ndihma e parë e të cilëve pas mbërritjes ra në periudhë, nga dita e mbërritjes. Ndihmë është një pagesë që nuk u kthye, një dorëzim, ose një referim i pranuar. Kush u nis para miratimit në fuqi nuk numërohet. Mediana është dita deri në të cilën kishte pritur gjysma e tyre."),
		columns: []ResultColumn{people("persons", persons, "#affected +waiting"),
			{ID: "median_days", Title: T("Median, days", "Mediana, ditë"), Kind: ColumnDays, HXL: "#indicator +days +median", needs: []int{0}, tell: (*cell).median}},
		titles: map[string]Text{toDeparture: T("From approval to departure", "Nga miratimi te nisja"), toHelp: T("From arrival to the first help", "Nga mbërritja te ndihma e parë")},
		order:  []string{toDeparture, toHelp},
	},
	{
		id: TableSustainability, title: T("Sustainability of reintegration", "Qëndrueshmëria e riintegrimit"), of: T("Instrument, weights and threshold", "Instrumenti, peshat dhe pragu"), parts: true, open: true,
		means: T("Persons who answered the survey in the period and whose composite score could be made, by the last time they did; and how many of them reached the highest band of the thresholds named. The weights and the thresholds stand in each row.",
			"Persona që iu përgjigjën anketës në periudhë dhe që morën një rezultat të përbërë, sipas herës së fundit; dhe sa prej tyre arritën brezin më të lartë të pragjeve të përmendura. Peshat dhe pragjet gjenden në çdo rresht."),
		columns: []ResultColumn{people("persons", T("Persons with a score", "Persona me rezultat"), "#reached +surveyed"), people("reached", T("Reached", "E arritën"), "#indicator +sustainable"),
			people("not_reached", T("Not reached", "Nuk e arritën"), "#indicator +not_sustainable"), percentOf(1, "reached_percent", T("Reached, per cent", "E arritën, përqind"), "#indicator +sustainable +percent")},
	},
	{
		id: TableSatisfaction, title: T("Satisfaction", "Kënaqësia"), of: T("Form", "Formulari"), parts: true, open: true,
		means: T("Persons who answered a satisfaction form in the period, by the last time they did; satisfied are those whose answers come to \"satisfied\" on average or better (a score of 0.75).",
			"Persona që plotësuan një formular kënaqësie në periudhë, sipas herës së fundit; të kënaqur janë ata, përgjigjet e të cilëve mesatarisht janë \"i kënaqur\" ose më mirë (rezultat 0.75)."),
		columns: []ResultColumn{people("persons", T("Persons who answered", "Persona që u përgjigjën"), "#reached +asked"), people("satisfied", T("Satisfied", "Të kënaqur"), "#indicator +satisfied"),
			people("not_satisfied", T("Not satisfied", "Jo të kënaqur"), "#indicator +not_satisfied"), percentOf(1, "satisfied_percent", T("Satisfied, per cent", "Të kënaqur, përqind"), "#indicator +satisfied +percent")},
	},
	{
		id: TableOutcomes, title: T("How returns ended", "Si përfunduan kthimet"), of: T("Ending", "Përfundimi"),
		means: T("Persons whose return, or whose case, ended in the period. Whoever died is counted as deceased, whatever else is told of them, and never as lost contact.",
			"Persona, kthimi ose çështja e të cilëve përfundoi në periudhë. Kush ndërroi jetë numërohet si i vdekur, çfarëdo tjetër që thuhet për të, dhe kurrë si kontakt i humbur."),
		columns: []ResultColumn{people("persons", persons, "#affected +ended")},
		titles:  endingTitles,
		order: []string{"completed", Deceased, "lost_contact", "re_migrated", "own_departure", "detained", "removed", ProtectionGranted, "ineligible", "transferred",
			"withdrawn", "refused", "left", "other"},
	},
	{
		id: TableCosts, title: T("Costs by line", "Kostot sipas zërit"), of: T("Line", "Zëri"), whole: currencyOf,
		means: T("What was paid under each line of the packages in the period, what was handed back taken off, and what offices spent beside it. An amount for one member is theirs; one for a family is shared equally among those it was for. Persons of several lines are counted under each. Amounts are in the programme's currency, at the rates they were recorded with; what came back is taken off where it had been paid. A cost that another funding bears stays with its case. The unit cost is the amount divided by the persons, rounded to the smallest unit.",
			"Çfarë u pagua në periudhë sipas çdo zëri të paketave, pa atë që u kthye, dhe çfarë shpenzuan zyrat përveç saj. Shuma për një anëtar është e tij; ajo për një familje ndahet barabar mes atyre për të cilët ishte. Kush është në disa zëra numërohet te secili. Shumat janë në monedhën e programit, me kurset me të cilat u regjistruan; çfarë u kthye hiqet aty ku ishte paguar. Kostoja që e mbulon një financim tjetër mbetet te çështja e vet. Kostoja për njësi është shuma e pjesëtuar me personat, e rrumbullakosur në njësinë më të vogël."),
		columns: []ResultColumn{people("persons", persons, "#reached +paid"), total(spentSum, T("Amount", "Shuma"), ColumnAmount, "#value +spent", 0),
			{ID: "unit_cost", Title: T("Unit cost", "Kostoja për njësi"), Kind: ColumnAmount, HXL: "#value +unit", needs: []int{0}, tell: (*cell).unitCost}},
	},
}

// Series of tables, and what adds up in them.
const (
	anyHelp         = "any"
	helpAtDeparture = "cash_departure"
	helpAtArrival   = "cash_arrival"
	helpDirect      = "direct"
	helpReferral    = "referral"
	toDeparture     = "approval_to_departure"
	toHelp          = "arrival_to_help"
	spentSum        = "amount"
	allLines        = "total"
)

// Deceased is why the return of somebody ended who died.
const Deceased = "deceased"

var assistance = map[string]Text{
	anyHelp: T("Any help", "Çfarëdo ndihme"), "business": T("A business", "Biznes"), "job_placement": T("A job", "Punësim"), "training": T("Training", "Trajnim"),
	"tools": T("Tools", "Vegla pune"), "housing": T("Housing", "Banesë"), "education": T("Education", "Arsim"), "health": T("Health", "Shëndetësi"),
	"counselling": T("Counselling", "Këshillim"), "legal": T("Legal help", "Ndihmë ligjore"), "other": T("Other help of a plan", "Ndihmë tjetër e planit"),
	helpAtDeparture: T("Paid at departure", "Paguar në nisje"), helpAtArrival: T("Paid at arrival", "Paguar në mbërritje"),
	helpDirect: T("Paid directly otherwise", "Paguar drejtpërdrejt ndryshe"), helpReferral: T("A referral that was accepted", "Referim i pranuar"),
}

var endingTitles = map[string]Text{
	"completed": T("Completed", "Përfunduar"), Deceased: T("Deceased", "Ndërroi jetë"), "lost_contact": T("Contact lost", "Kontakt i humbur"),
	"re_migrated": T("Moved abroad again", "Emigroi përsëri"), "own_departure": T("Left on their own", "U largua vetë"), "detained": T("Detained", "I ndaluar"),
	"removed": T("Removed by the state", "Larguar nga shteti"), ProtectionGranted: T("Granted protection", "Iu dha mbrojtje"), "ineligible": T("Not eligible", "Nuk plotëson kushtet"),
	"transferred": T("Transferred", "Transferuar"), "withdrawn": T("Withdrew", "U tërhoq"), "refused": T("Refused", "Refuzuar"), "left": T("Left the case", "Doli nga çështja"),
	"other": T("Other", "Tjetër"),
}

// costTitles name what offices spend on a case; lines of packages are named by their programme.
var costTitles = map[string]Text{
	allLines: T("All lines", "Të gjithë zërat"), "plan": T("Reintegration plan", "Plani i riintegrimit"),
	"ticket": T("Tickets", "Bileta"), "rebooking": T("Rebooking", "Ndryshim rezervimi"), "cancellation": T("Cancellation", "Anulim"), "document_fee": T("Document fees", "Tarifa dokumentesh"),
	"medical": T("Medical", "Mjekësore"), "escort": T("Escorts", "Shoqërues"), "transport": T("Transport", "Transport"), "accommodation": T("Accommodation", "Akomodim"),
	"interpreter": T("Interpreters", "Përkthyes"), "visit": T("Visits", "Vizita"), "other": T("Other", "Tjetër"),
}
