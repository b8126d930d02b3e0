package avrr

// The catalogue: everything people do to a case. The REST routes, the OpenAPI document, the buttons on the pages, the
// authorization matrix and the documentation all come from this one table.

func in(stages ...Stage) []Stage { return stages }

func may(roles ...Role) []Role { return roles }

func all(rules ...Rule) []Rule { return rules }

var (
	beforeDeparture = in(Eligibility, Preparation, Travel)
	afterArrival    = in(Arrival, Reintegration, FollowUp)
	onceArrived     = in(Preparation, Travel, Arrival, Reintegration, FollowUp) // somebody of the case may still be to follow
	counsellors     = may(ReturnOfficer, ProgrammeManager)
	caseStaff       = may(ReturnOfficer, TravelDesk, ReintegrationOfficer, ProtectionOfficer, ProgrammeManager)
)

// Catalogue lists every action in the order a case meets them.
var Catalogue = []*Action{
	{
		Name:  "open",
		Title: T("Open a case", "Hapni një çështje"),
		Kind:  Fact,
		Roles: counsellors,
		Input: OpenCase{},
	},
	{
		Name:   "record-counselling",
		Title:  T("Record counselling", "Regjistroni këshillimin"),
		Help:   T("Options and consequences were explained, and the right to withdraw.", "U shpjeguan mundësitë, pasojat dhe e drejta për t'u tërhequr."),
		Kind:   Fact,
		Stages: beforeDeparture,
		Roles:  counsellors,
		Input:  RecordCounselling{},
	},
	{
		Name:  "log-contact",
		Title: T("Log a contact", "Regjistroni një kontakt"),
		Kind:  Fact,
		Roles: caseStaff,
		Input: LogContact{},
	},
	{
		Name:  "schedule",
		Title: T("Make an appointment", "Lini një takim"),
		Kind:  Fact,
		Roles: caseStaff,
		Input: Schedule{},
	},
	{
		Name:    "record-appointment",
		Title:   T("Record an appointment", "Regjistroni një takim"),
		Help:    T("It was kept, missed or moved.", "U mbajt, u humb ose u zhvendos."),
		Kind:    Fact,
		Roles:   caseStaff,
		Input:   RecordAppointment{},
		Offered: hasAppointments,
	},
	{
		Name:  "record-screening",
		Title: T("Record a screening", "Regjistroni një vlerësim"),
		Help:  T("The answers are kept apart; colleagues see only that it was done.", "Përgjigjet ruhen veçmas; kolegët shohin vetëm se u krye."),
		Kind:  Fact,
		Roles: may(ReturnOfficer, ProtectionOfficer, ReintegrationOfficer),
		Input: RecordScreening{},
	},
	{
		Name:      "record-risk-assessment",
		Title:     T("Record a risk assessment", "Regjistroni vlerësimin e rrezikut"),
		Kind:      Decision,
		Roles:     may(ProtectionOfficer),
		Input:     RecordRiskAssessment{},
		WhileHeld: true,
	},
	{
		Name:   "give-consent",
		Title:  T("Record a consent", "Regjistroni një pëlqim"),
		Kind:   Fact,
		Stages: beforeDeparture,
		Roles:  counsellors,
		Input:  GiveConsent{},
	},
	{
		Name:   "reconfirm-consent",
		Title:  T("Reconfirm the consent", "Rikonfirmoni pëlqimin"),
		Kind:   Fact,
		Stages: in(Preparation, Travel),
		Roles:  may(ReturnOfficer, TravelDesk, ProgrammeManager),
		Input:  ReconfirmConsent{},
	},
	{
		Name:    "withdraw",
		Title:   T("Withdraw", "Tërhiqeni"),
		Help:    T("The person no longer wishes to return. No reason is needed, and everything prepared is unwound.", "Personi nuk dëshiron më të kthehet. Nuk duhet arsye dhe gjithçka e përgatitur zhbëhet."),
		Kind:    Decision,
		Stages:  beforeDeparture,
		Roles:   caseStaff, // whoever hears it records it
		Input:   Withdraw{},
		Always:  true,
		Offered: someoneToWithdraw,
	},
	{
		Name:   "decline-reintegration",
		Title:  T("Decline reintegration help", "Refuzoni ndihmën për riintegrim"),
		Kind:   Fact,
		Stages: in(Preparation, Travel, Arrival, Reintegration),
		Roles:  may(ReturnOfficer, ReintegrationOfficer, ProgrammeManager),
		Input:  DeclineReintegration{},
	},
	{
		Name:    "assess-eligibility",
		Title:   T("Assess eligibility", "Vlerësoni përshtatshmërinë"),
		Kind:    Decision,
		Stages:  in(Eligibility),
		Roles:   may(ReturnOfficer),
		Input:   AssessEligibility{},
		Allowed: all(counselled, consentsStand(DataConsent)),
	},
	{
		Name:    "decide-eligibility",
		Title:   T("Decide eligibility", "Vendosni përshtatshmërinë"),
		Kind:    Decision,
		Stages:  in(Eligibility),
		Roles:   may(ReturnOfficer, ProgrammeManager),
		Input:   DecideEligibility{},
		Allowed: all(assessed, byAnotherPersonThan("assess-eligibility")),
	},
	{
		Name:   "request-authority",
		Title:  T("Ask the authority", "Pyesni autoritetin"),
		Kind:   Fact,
		Stages: in(Eligibility, Preparation),
		Roles:  counsellors,
		Input:  RequestAuthority{},
	},
	{
		Name:   "record-authority-reply",
		Title:  T("Record the authority's answer", "Regjistroni përgjigjen e autoritetit"),
		Kind:   Fact,
		Stages: beforeDeparture,
		Roles:  counsellors,
		Input:  RecordAuthorityReply{},
	},
	{
		Name:   "apply-travel-document",
		Title:  T("Apply for a travel document", "Aplikoni për dokument udhëtimi"),
		Kind:   Fact,
		Stages: in(Eligibility, Preparation),
		Roles:  counsellors,
		Input:  ApplyTravelDocument{},
	},
	{
		Name:   "record-travel-document",
		Title:  T("Record a travel document", "Regjistroni një dokument udhëtimi"),
		Kind:   Fact,
		Stages: beforeDeparture,
		Roles:  counsellors,
		Input:  RecordTravelDocument{},
	},
	{
		Name:   "record-medical-clearance",
		Title:  T("Record medical clearance", "Regjistroni aftësinë mjekësore"),
		Kind:   Fact,
		Stages: beforeDeparture,
		Roles:  counsellors,
		Input:  RecordMedicalClearance{},
	},
	{
		Name:   "record-briefing",
		Title:  T("Record the briefing", "Regjistroni informimin"),
		Kind:   Fact,
		Stages: in(Preparation, Travel),
		Roles:  counsellors,
		Input:  RecordBriefing{},
	},
	{
		Name:    "hold-seats",
		Title:   T("Hold seats", "Mbani vende"),
		Kind:    Decision,
		Of:      OfMovement,
		Stages:  in(Preparation, Travel),
		Roles:   may(TravelDesk),
		Input:   HoldSeats{},
		Allowed: all(approved, consentsStand(ReturnConsent, DataConsent), notBooked, receptionOpen),
		Offered: seatsWanted,
	},
	{
		Name:    "join-movement",
		Title:   T("Join a journey", "Bashkohuni me një udhëtim"),
		Help:    T("The case travels with others: a family, a group.", "Çështja udhëton me të tjerë: një familje, një grup."),
		Kind:    Decision,
		Of:      OfMovement,
		Stages:  in(Preparation, Travel),
		Roles:   may(TravelDesk),
		Input:   JoinMovement{},
		Allowed: all(approved, consentsStand(ReturnConsent, DataConsent), notBooked, receptionOpen),
		Offered: seatsWanted,
	},
	{
		Name:    "confirm-booking",
		Title:   T("Confirm the booking", "Konfirmoni rezervimin"),
		Help:    T("The tickets are issued.", "Biletat u lëshuan."),
		Kind:    Decision,
		Of:      OfMovement,
		Stages:  in(Preparation),
		Roles:   may(TravelDesk),
		Input:   ConfirmBooking{},
		Allowed: all(onlyHeld, approved, consentsStand(ReturnConsent, DataConsent), everythingKnown, holdsUntilArrival, cleared, receptionOpen),
	},
	{
		Name:    "amend-booking",
		Title:   T("Amend the booking", "Ndryshoni rezervimin"),
		Help:    T("The itinerary or a ticket changed; letters and notices are replaced.", "Ndryshoi udhëtimi ose një biletë; letrat dhe njoftimet zëvendësohen."),
		Kind:    Decision,
		Of:      OfMovement,
		Stages:  in(Preparation, Travel),
		Roles:   may(TravelDesk),
		Input:   AmendBooking{},
		Allowed: all(amendable, approved, consentsStand(ReturnConsent, DataConsent)),
		Offered: hasBooking,
	},
	{
		Name:      "cancel-booking",
		Title:     T("Cancel the booking", "Anuloni rezervimin"),
		Kind:      Decision,
		Of:        OfMovement,
		Stages:    in(Preparation, Travel),
		Roles:     may(TravelDesk, ProgrammeManager),
		Input:     CancelBooking{},
		WhileHeld: true,
		Allowed:   all(cancellable),
	},
	{
		Name:    "confirm-departure",
		Title:   T("Confirm the departure", "Konfirmoni nisjen"),
		Kind:    Fact, // the world has spoken: recorded even when it surprises us
		Of:      OfMovement,
		Stages:  in(Travel),
		Roles:   may(TravelDesk, ReturnOfficer),
		Input:   ConfirmDeparture{},
		Allowed: all(hasMovement),
		Doubt:   boardedAgainstTheCase,
		Offered: someoneToDepart,
	},
	{
		Name:    "report-leg",
		Title:   T("Report a leg", "Raportoni një etapë"),
		Help:    T("What became of each passenger on one segment.", "Çfarë ndodhi me secilin udhëtar në një etapë."),
		Kind:    Fact,
		Of:      OfMovement,
		Stages:  in(Travel),
		Roles:   may(TravelDesk, ReturnOfficer, ReintegrationOfficer),
		Input:   ReportLeg{},
		Allowed: all(hasMovement),
		Doubt:   legAgainstTheCase,
		Offered: hasBooking,
	},
	{
		Name:    "confirm-arrival",
		Title:   T("Confirm the arrival", "Konfirmoni mbërritjen"),
		Kind:    Fact,
		Of:      OfMovement,
		Stages:  in(Travel),
		Roles:   may(ReintegrationOfficer, TravelDesk),
		Input:   ConfirmArrival{},
		Allowed: all(hasMovement),
		Doubt:   arrivedWithoutDeparture, // recorded all the same, and a person is told
	},
	{
		Name:   "issue-document",
		Title:  T("Issue a document", "Lëshoni një dokument"),
		Kind:   Decision,
		Stages: beforeDeparture,
		Roles:  may(ReturnOfficer, TravelDesk, ProgrammeManager),
		Input:  IssueDocument{},
	},
	{
		Name:    "propose-plan",
		Title:   T("Propose the reintegration plan", "Propozoni planin e riintegrimit"),
		Kind:    Decision,
		Stages:  in(Preparation, Travel, Arrival, Reintegration, FollowUp),
		Roles:   may(ReturnOfficer, ReintegrationOfficer),
		Input:   ProposePlan{},
		Allowed: all(helpWanted, nothingPaid),
		Offered: gives,
	},
	{
		Name:    "decide-plan",
		Title:   T("Decide on the plan", "Vendosni për planin"),
		Kind:    Decision,
		Stages:  in(Preparation, Travel, Arrival, Reintegration, FollowUp),
		Roles:   may(ProgrammeManager),
		Input:   DecidePlan{},
		Allowed: all(planProposed, byAnotherPersonThan("propose-plan")),
		Offered: gives,
	},
	{
		Name:    "release-instalment",
		Title:   T("Release an instalment", "Lironi një këst"),
		Kind:    Decision,
		Stages:  afterArrival,
		Roles:   may(ProgrammeManager),
		Input:   ReleaseInstalment{},
		Allowed: all(planApproved, somethingToRelease, byAnotherPersonThan("propose-plan")),
		Offered: hasInstalments,
	},
	{
		Name:    "record-payment",
		Title:   T("Record a payment", "Regjistroni një pagesë"),
		Kind:    Fact,
		Stages:  afterArrival,
		Roles:   may(ReintegrationOfficer, ProgrammeManager),
		Input:   RecordPayment{},
		Doubt:   paidAgainstTheCase,
		Checks:  ReintegrationDuty,
		Offered: hasInstalments,
	},
	{
		Name:    "log-visit",
		Title:   T("Log a visit", "Regjistroni një vizitë"),
		Kind:    Fact,
		Stages:  onceArrived,
		Roles:   may(ReintegrationOfficer),
		Input:   LogVisit{},
		Doubt:   visitedBeforeArrival,
		Checks:  ReintegrationDuty,
		Offered: hasVisits,
	},
	{
		Name:    "reschedule-visit",
		Title:   T("Reschedule a visit", "Zhvendosni një vizitë"),
		Kind:    Decision,
		Stages:  onceArrived,
		Roles:   may(ReintegrationOfficer),
		Input:   RescheduleVisit{},
		Offered: hasVisits,
	},
	{
		Name:      "assign",
		Title:     T("Assign a duty", "Caktoni një detyrë"),
		Kind:      Decision,
		Roles:     may(ReturnOfficer, ProgrammeManager),
		Input:     Assign{},
		WhileHeld: true,
	},
	{
		Name:      "answer-assignment",
		Title:     T("Answer for an offered duty", "Përgjigjuni për detyrën e ofruar"),
		Help:      T("Your office takes the duty over, or sends it back and says why.", "Zyra juaj e merr përsipër detyrën, ose e kthen mbrapsht dhe thotë pse."),
		Kind:      Decision,
		Roles:     may(ReturnOfficer, TravelDesk, ReintegrationOfficer, ProtectionOfficer),
		Input:     AnswerAssignment{},
		WhileHeld: true,
		Allowed:   all(dutyWasOffered, byTheOfficeAsked),
		Offered:   offeredToRole,
	},
	{
		Name:      "hold",
		Title:     T("Put on hold", "Pezulloni"),
		Kind:      Decision,
		Roles:     may(ReturnOfficer, ReintegrationOfficer, ProgrammeManager),
		Input:     Hold{},
		WhileHeld: true,
		Allowed:   all(notOnHold),
	},
	{
		Name:      "resume",
		Title:     T("Resume", "Rifilloni"),
		Kind:      Decision,
		Roles:     may(ReturnOfficer, ReintegrationOfficer, ProgrammeManager),
		Input:     Resume{},
		WhileHeld: true,
		Allowed:   all(onHold),
	},
	{
		Name:    "record-file",
		Title:   T("Add a file", "Shtoni një skedar"),
		Help:    T("Uploading a file records it as well.", "Ngarkimi i një skedari edhe e regjistron atë."),
		Kind:    Fact,
		Roles:   caseStaff,
		Input:   RecordFile{},
		Offered: byUploading,
	},
	{
		Name:  "add-note",
		Title: T("Add a note", "Shtoni një shënim"),
		Kind:  Fact,
		Roles: caseStaff,
		Input: AddNote{},
	},
	{
		Name:      "add-task",
		Title:     T("Add a task", "Shtoni një detyrë për t'u kryer"),
		Kind:      Decision,
		Roles:     caseStaff,
		Input:     AddTask{},
		WhileHeld: true,
	},
	{
		Name:      "complete-task",
		Title:     T("Complete a task", "Përfundoni një detyrë"),
		Kind:      Decision,
		Stages:    StageOrder,
		Roles:     caseStaff,
		Input:     CompleteTask{},
		WhileHeld: true,
		Offered:   hasTasks,
	},
	{
		Name:      "close",
		Title:     T("Close the case", "Mbyllni çështjen"),
		Kind:      Decision,
		Roles:     may(ReturnOfficer, ReintegrationOfficer, ProgrammeManager),
		Input:     CloseCase{},
		WhileHeld: true,
		Allowed:   all(nobodyUnderWay),
	},
	{
		Name:   "reopen",
		Title:  T("Reopen the case", "Rihapni çështjen"),
		Kind:   Decision,
		Stages: in(Closed),
		Roles:  may(ProgrammeManager),
		Input:  ReopenCase{},
	},

	// What nobody performs: clocks that run out, and what a movement and its cases tell each other.
	{Name: "clock", Title: T("A deadline passed", "Kaloi një afat"), Kind: Decision, Stages: StageOrder, Input: ClockRan{}},
	{Name: "release-passengers", Title: T("Seats given back", "Vendet u kthyen"), Kind: Decision, Of: OfMovement, Stages: StageOrder, Input: ReleasePassengers{}},
	{Name: "lapse-hold", Title: T("The hold lapsed", "Mbajtja e vendeve skadoi"), Kind: Decision, Of: OfMovement, Stages: StageOrder, Input: LapseHold{}},
}

// byName is filled at start: rules of the catalogue look entries up by name.
var byName = map[string]*Action{}

func init() {
	for _, a := range Catalogue {
		if a.Of == "" {
			a.Of = OfCase
		}
		if a.Checks == "" {
			a.Checks = ReturnDuty
		}
		byName[a.Name] = a
	}
}

func someoneToWithdraw(j *Judging) bool { return len(j.Case.travellers()) > 0 }

func someoneToDepart(j *Judging) bool { return len(j.Case.travellers()) > 0 }
