-- +goose Up
CREATE TABLE meta (
    key   text PRIMARY KEY,
    value text NOT NULL
);

-- offered: loaded by hand, so that new cases open under it without a restart; the others a process brought with it.
CREATE TABLE programmes (
    code      text        NOT NULL CHECK (code <> ''),
    version   text        NOT NULL CHECK (version <> ''),
    source    text        NOT NULL,
    sha256    bytea       NOT NULL,
    loaded_at timestamptz NOT NULL,
    offered   boolean     NOT NULL,
    PRIMARY KEY (code, version)
);
CREATE INDEX programmes_offered ON programmes (code, version) WHERE offered;

CREATE TABLE accounts (
    id            text        PRIMARY KEY CHECK (id <> ''),
    username      text        NOT NULL UNIQUE CHECK (username <> ''),
    display_name  text        NOT NULL,
    role          text        NOT NULL CHECK (role <> ''),
    office        text        NOT NULL,
    password_hash text        NOT NULL,
    disabled      boolean     NOT NULL,
    created_at    timestamptz NOT NULL
);

-- Offices of other countries and places that are told of journeys. The key is the name in small letters.
CREATE TABLE offices (
    key            text    PRIMARY KEY CHECK (key <> ''),
    name           text    NOT NULL CHECK (name <> ''),
    country        text    NOT NULL CHECK (country <> ''),
    email          text    NOT NULL,
    phone          text    NOT NULL,
    receives_names boolean NOT NULL
);

CREATE TABLE office_airports (
    airport text PRIMARY KEY CHECK (airport <> ''),
    office  text NOT NULL REFERENCES offices (key)
);
CREATE INDEX office_airports_office ON office_airports (office);

CREATE TABLE tokens (
    hash         bytea       PRIMARY KEY,
    account_id   text        NOT NULL REFERENCES accounts (id),
    kind         text        NOT NULL CHECK (kind IN ('bearer', 'session')),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_seen_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX tokens_account ON tokens (account_id);
CREATE INDEX tokens_expiry ON tokens (expires_at);

-- next_due holds 9999-12-31 where nothing is due: such rows sort last on both databases and keyset paging meets no NULL.
CREATE TABLE cases (
    id                text        PRIMARY KEY CHECK (id <> ''),
    reference         text        NOT NULL UNIQUE CHECK (reference <> ''),
    programme         text        NOT NULL,
    programme_version text        NOT NULL,
    stage             text        NOT NULL,
    stage_rank        integer     NOT NULL CHECK (stage_rank >= 0),
    on_hold           boolean     NOT NULL,
    withdrawn         boolean     NOT NULL,
    needs_person      boolean     NOT NULL,
    closed            boolean     NOT NULL,
    office            text        NOT NULL,
    officer           text        NOT NULL,
    host_country      text        NOT NULL,
    destination       text        NOT NULL,
    opened_on         text        NOT NULL CHECK (opened_on LIKE '____-__-__'),
    next_due          timestamptz NOT NULL,
    next_clock        text        NOT NULL,
    version           integer     NOT NULL CHECK (version >= 0),
    seq               integer     NOT NULL CHECK (seq >= version),
    calls             integer     NOT NULL CHECK (calls >= 0),
    fold              integer     NOT NULL CHECK (fold >= 0),
    state             bytea       NOT NULL,
    headline          bytea       NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    FOREIGN KEY (programme, programme_version) REFERENCES programmes (code, version)
);
-- What lists are filtered by stands at the end of each index, so that counting a list opens no row.
CREATE INDEX cases_due ON cases (next_due, id, stage, officer, destination, closed, needs_person);
CREATE INDEX cases_opened ON cases (opened_on, id);
CREATE INDEX cases_stage_rank ON cases (stage_rank, id);
CREATE INDEX cases_open_due ON cases (closed, next_due, id, stage, officer, destination, needs_person);
CREATE INDEX cases_needs_person ON cases (next_due, id, stage, officer, destination, closed) WHERE needs_person;
CREATE INDEX cases_on_hold ON cases (next_due, id, stage, officer, destination, closed, needs_person) WHERE on_hold;
CREATE INDEX cases_stage ON cases (stage, next_due, id, officer, destination, closed, needs_person, on_hold);
CREATE INDEX cases_officer ON cases (officer, next_due, id, stage, destination, closed, needs_person);
CREATE INDEX cases_office ON cases (office, next_due, id, stage, officer, destination, closed, needs_person);
CREATE INDEX cases_destination ON cases (destination, next_due, id, stage, officer, closed, needs_person);
CREATE INDEX cases_ending ON cases (substr(reference, 8));
CREATE INDEX cases_programme ON cases (programme, id);
CREATE INDEX cases_load ON cases (closed, programme, officer, next_due, next_clock, id);
CREATE INDEX cases_calling ON cases (id) WHERE closed AND calls > 0;

CREATE TABLE case_events (
    case_id     text        NOT NULL REFERENCES cases (id),
    seq         integer     NOT NULL CHECK (seq > 0),
    version     integer     NOT NULL CHECK (version >= 0 AND version <= seq),
    cause       text        NOT NULL CHECK (cause <> ''),
    actor       text        NOT NULL CHECK (actor <> ''),
    happened_on text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    compartment text        NOT NULL,
    body        bytea       NOT NULL,
    protected   bytea       CHECK (protected IS NULL OR compartment <> ''),
    PRIMARY KEY (case_id, seq),
    UNIQUE (case_id, cause)
);

-- Where the money of a case stands. What was paid and is neither overpaid nor moved by the rates was approved.
CREATE TABLE case_money (
    case_id  text    PRIMARY KEY REFERENCES cases (id),
    currency text    NOT NULL CHECK (currency <> ''),
    approved bigint  NOT NULL CHECK (approved >= 0),
    paid     bigint  NOT NULL CHECK (paid >= 0),
    overpaid bigint  NOT NULL CHECK (overpaid BETWEEN 0 AND paid),
    exchange bigint  NOT NULL,
    CHECK (paid - overpaid - exchange <= approved)
);

-- Which instalments are released and which are paid: each once, by the event that did it.
CREATE TABLE instalment_steps (
    case_id    text    NOT NULL,
    instalment text    NOT NULL CHECK (instalment <> ''),
    kind       text    NOT NULL CHECK (kind IN ('release', 'payment')),
    seq        integer NOT NULL,
    PRIMARY KEY (case_id, instalment, kind),
    FOREIGN KEY (case_id, seq) REFERENCES case_events (case_id, seq)
);

-- What a bank is to pay out, as the logs have it: one instalment, released once. What waits may be taken into a batch file.
CREATE TABLE payment_orders (
    key        text   PRIMARY KEY CHECK (key <> ''),
    case_id    text   NOT NULL REFERENCES cases (id),
    instalment text   NOT NULL CHECK (instalment <> ''),
    programme  text   NOT NULL CHECK (programme <> ''),
    currency   text   NOT NULL CHECK (currency <> ''),
    amount     bigint NOT NULL CHECK (amount > 0),
    state      text   NOT NULL CHECK (state IN ('waiting', 'asked', 'unknown', 'paid', 'refused', 'paid_otherwise', 'held', 'taken_back', 'unreadable'))
);
CREATE INDEX payment_orders_case ON payment_orders (case_id);
CREATE INDEX payment_orders_waiting ON payment_orders (programme, currency, key, amount) WHERE state = 'waiting';

-- Payments that go to the bank in one file.
CREATE TABLE batches (
    number      integer  PRIMARY KEY CHECK (number > 0),
    programme   text     NOT NULL CHECK (programme <> ''),
    currency    text     NOT NULL CHECK (currency <> ''),
    state       text     NOT NULL CHECK (state IN ('open', 'sent', 'cancelled')),
    payments    integer  NOT NULL CHECK (payments >= 0),
    total       bigint   NOT NULL CHECK (total >= 0),
    made_by     text     NOT NULL CHECK (made_by <> ''),
    made_at     timestamptz NOT NULL,
    settled_by  text     NOT NULL,
    settled_at  timestamptz,
    request_key text     NOT NULL UNIQUE CHECK (request_key <> ''),
    CHECK ((state = 'open') = (settled_at IS NULL))
);

-- live: of a batch that may still be paid or was. An order is in one such batch at most.
CREATE TABLE batch_orders (
    batch     integer NOT NULL REFERENCES batches (number),
    order_key text    NOT NULL REFERENCES payment_orders (key),
    live      boolean NOT NULL,
    PRIMARY KEY (batch, order_key)
);
CREATE UNIQUE INDEX batch_orders_live ON batch_orders (order_key) WHERE live;

CREATE TABLE movements (
    id         text        PRIMARY KEY CHECK (id <> ''),
    status     text        NOT NULL CHECK (status <> ''),
    departs_at timestamptz NOT NULL,
    arrives_at timestamptz,
    next_due   timestamptz NOT NULL,
    version    integer     NOT NULL CHECK (version >= 0),
    seq        integer     NOT NULL CHECK (seq >= version),
    fold       integer     NOT NULL CHECK (fold >= 0),
    state      bytea       NOT NULL,
    headline   bytea       NOT NULL,
    calls      integer     NOT NULL CHECK (calls >= 0),
    awaited    boolean     NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX movements_departure ON movements (departs_at, id);
CREATE INDEX movements_status ON movements (status, departs_at, id);
CREATE INDEX movements_due ON movements (next_due, id);
CREATE INDEX movements_arrival ON movements (arrives_at, id);
CREATE INDEX movements_awaited ON movements (departs_at, id) WHERE awaited;
CREATE INDEX movements_status_arrival ON movements (status, arrives_at, id);

CREATE TABLE movement_events (
    movement_id text        NOT NULL REFERENCES movements (id),
    seq         integer     NOT NULL CHECK (seq > 0),
    version     integer     NOT NULL CHECK (version >= 0 AND version <= seq),
    cause       text        NOT NULL CHECK (cause <> ''),
    actor       text        NOT NULL CHECK (actor <> ''),
    happened_on text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    compartment text        NOT NULL,
    body        bytea       NOT NULL,
    protected   bytea       CHECK (protected IS NULL OR compartment <> ''),
    PRIMARY KEY (movement_id, seq),
    UNIQUE (movement_id, cause)
);

CREATE TABLE movement_passengers (
    movement_id text    NOT NULL REFERENCES movements (id),
    case_id     text    NOT NULL REFERENCES cases (id),
    active      boolean NOT NULL,
    PRIMARY KEY (movement_id, case_id)
);
CREATE INDEX movement_passengers_case ON movement_passengers (case_id, active, movement_id);

-- No foreign key to the subject: the submission that opens a case is kept before the case exists.
CREATE TABLE submissions (
    id              text        PRIMARY KEY CHECK (id <> ''),
    subject_kind    text        NOT NULL CHECK (subject_kind IN ('case', 'movement')),
    subject_id      text        NOT NULL CHECK (subject_id <> ''),
    case_id         text        NOT NULL,
    action          bytea       NOT NULL,
    actor           text        NOT NULL CHECK (actor <> ''),
    idempotency_key text        NOT NULL CHECK (idempotency_key <> ''),
    fingerprint     bytea       NOT NULL,
    version_seen    integer,
    urgent          boolean     NOT NULL,
    imported        boolean     NOT NULL,
    body            bytea       NOT NULL,
    protected       bytea,
    received_at     timestamptz NOT NULL,
    status          text        NOT NULL CHECK (status IN ('waiting', 'recorded', 'refused')),
    recorded_seq    integer,
    settled_at      timestamptz,
    problem         bytea,
    answer          bytea,
    answer_status   integer     NOT NULL,
    attempts        integer     NOT NULL CHECK (attempts >= 0),
    next_attempt_at timestamptz NOT NULL,
    UNIQUE (idempotency_key),
    CHECK (settled_at IS NULL OR status <> 'waiting')
);
CREATE INDEX submissions_unsettled ON submissions (subject_kind, subject_id, urgent, received_at, id) WHERE settled_at IS NULL;
CREATE INDEX submissions_due ON submissions (next_attempt_at, id) WHERE settled_at IS NULL;
CREATE INDEX submissions_case ON submissions (case_id, urgent DESC, received_at, id) WHERE settled_at IS NULL;
CREATE INDEX submissions_alike ON submissions (fingerprint, received_at);
CREATE INDEX submissions_waiting_of ON submissions (actor, received_at, id) WHERE status = 'waiting';
CREATE INDEX submissions_refused_late ON submissions (case_id, actor, received_at, id) WHERE status = 'refused' AND answer_status = 0;

-- What a programme may give, altogether (an empty token) or from one funding, beside what cases were promised of it. The rows are
-- locked while a case draws on them. What facts brought above the amount is over; nothing else may be.
CREATE TABLE budgets (
    programme     text        NOT NULL CHECK (programme <> ''),
    funding_token text        NOT NULL,
    funding       text        NOT NULL,
    currency      text        NOT NULL CHECK (currency <> ''),
    amount        bigint      NOT NULL CHECK (amount >= 0),
    promised      bigint      NOT NULL CHECK (promised >= 0),
    committed     bigint      NOT NULL CHECK (committed >= 0),
    paid          bigint      NOT NULL CHECK (paid >= 0),
    over          bigint      NOT NULL CHECK (over >= 0),
    set_at        timestamptz NOT NULL,
    PRIMARY KEY (programme, funding_token),
    CHECK (promised - over <= amount)
);

-- What each case draws on the budgets of its programme and its funding. The token keeps who pays for a case from the table.
CREATE TABLE budget_draws (
    case_id       text        PRIMARY KEY REFERENCES cases (id),
    programme     text        NOT NULL CHECK (programme <> ''),
    funding_token text        NOT NULL,
    currency      text        NOT NULL CHECK (currency <> ''),
    promised      bigint      NOT NULL CHECK (promised >= 0),
    committed     bigint      NOT NULL CHECK (committed >= 0),
    paid          bigint      NOT NULL CHECK (paid >= 0)
);
CREATE INDEX budget_draws_funding ON budget_draws (programme, funding_token, currency);

-- What was asked of a carrier or a bank, by key: a call that may have been made is never made again.
CREATE TABLE outside_calls (
    key      text        PRIMARY KEY CHECK (key <> ''),
    made     boolean     NOT NULL,
    tried_at timestamptz NOT NULL
);

CREATE TABLE leases (
    name   text        PRIMARY KEY CHECK (name <> ''),
    holder text        NOT NULL CHECK (holder <> ''),
    until  timestamptz NOT NULL
);

CREATE TABLE outbox (
    subject_kind    text        NOT NULL CHECK (subject_kind IN ('case', 'movement')),
    subject_id      text        NOT NULL CHECK (subject_id <> ''),
    seq             integer     NOT NULL CHECK (seq > 0),
    kind            text        NOT NULL CHECK (kind IN ('paper', 'nudge', 'alike', 'message')),
    n               integer     NOT NULL CHECK (n >= 0),
    payload         bytea       NOT NULL,
    status          text        NOT NULL CHECK (status IN ('intent', 'done', 'failed')),
    attempts        integer     NOT NULL CHECK (attempts >= 0),
    next_attempt_at timestamptz NOT NULL,
    outcome         text        NOT NULL,
    created_at      timestamptz NOT NULL,
    done_at         timestamptz CHECK (done_at IS NULL OR status <> 'intent'),
    PRIMARY KEY (subject_kind, subject_id, seq, kind, n)
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE status = 'intent';

CREATE TABLE documents (
    id            text        PRIMARY KEY CHECK (id <> ''),
    subject_kind  text        NOT NULL CHECK (subject_kind IN ('case', 'movement')),
    subject_id    text        NOT NULL CHECK (subject_id <> ''),
    member        text        NOT NULL,
    about         text        NOT NULL,
    kind          text        NOT NULL CHECK (kind <> ''),
    language      text        NOT NULL CHECK (language <> ''),
    number        text        NOT NULL UNIQUE CHECK (number <> ''),
    version       integer     NOT NULL CHECK (version > 0),
    code_token    bytea       NOT NULL UNIQUE,
    code          bytea       NOT NULL,
    sha256        bytea       NOT NULL,
    status        text        NOT NULL CHECK (status IN ('current', 'superseded', 'withdrawn')),
    issued_at     timestamptz NOT NULL,
    valid_until   timestamptz,
    changed_at    timestamptz NOT NULL,
    seq           integer     NOT NULL CHECK (seq > 0),
    substitutions integer     NOT NULL CHECK (substitutions >= 0),
    file          bytea       NOT NULL,
    UNIQUE (subject_kind, subject_id, kind, member, about, version)
);
CREATE UNIQUE INDEX documents_current ON documents (subject_kind, subject_id, kind, member, about, language) WHERE status = 'current';

-- What people uploaded. The kind alone may tell (guardianship, medical), so it is sealed with the name.
CREATE TABLE files (
    id          text        PRIMARY KEY CHECK (id <> ''),
    case_id     text        NOT NULL REFERENCES cases (id),
    state       text        NOT NULL CHECK (state IN ('kept', 'dropped')),
    uploaded_by text        NOT NULL CHECK (uploaded_by <> ''),
    uploaded_at timestamptz NOT NULL,
    metadata    bytea       NOT NULL,
    sha256      bytea       NOT NULL,
    content     bytea       NOT NULL
);
CREATE INDEX files_case ON files (case_id, uploaded_at, id);
-- Ciphertext does not shrink, so PostgreSQL need not try.
ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE drafts (
    account      text        NOT NULL REFERENCES accounts (id),
    place        bytea       NOT NULL,
    subject_kind text        NOT NULL CHECK (subject_kind IN ('case', 'movement', 'account')),
    subject_id   text        NOT NULL CHECK (subject_id <> ''),
    saved_at     timestamptz NOT NULL,
    content      bytea       NOT NULL,
    PRIMARY KEY (account, place)
);
CREATE INDEX drafts_of ON drafts (account, saved_at);
CREATE INDEX drafts_old ON drafts (saved_at);

-- Long work that somebody asked for. What was asked for and what became of each row are sealed under a key of the job's own, which is
-- destroyed with it.
CREATE TABLE jobs (
    id          text        PRIMARY KEY CHECK (id <> ''),
    kind        text        NOT NULL CHECK (kind IN ('assign', 'remind', 'letters', 'export', 'import')),
    account     text        NOT NULL REFERENCES accounts (id),
    request_key text        NOT NULL UNIQUE CHECK (request_key <> ''),
    state       text        NOT NULL CHECK (state IN ('checked', 'waiting', 'running', 'done', 'cancelled', 'failed')),
    total       integer     NOT NULL CHECK (total >= 0),
    done        integer     NOT NULL CHECK (done >= 0),
    stopping    boolean     NOT NULL,
    seen        boolean     NOT NULL,
    tries       integer     NOT NULL CHECK (tries >= 0),
    retry_at    timestamptz,
    asked_at    timestamptz NOT NULL,
    ended_at    timestamptz CHECK (ended_at IS NULL OR state IN ('done', 'cancelled', 'failed')),
    expires_at  timestamptz NOT NULL,
    asked       bytea       NOT NULL
);
CREATE INDEX jobs_of ON jobs (account, asked_at DESC);
CREATE INDEX jobs_open ON jobs (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_expired ON jobs (expires_at);

CREATE TABLE job_rows (
    job     text    NOT NULL REFERENCES jobs (id),
    n       integer NOT NULL CHECK (n > 0),
    case_id text    NOT NULL, -- empty until there is one
    settled boolean NOT NULL,
    outcome bytea    CHECK (settled OR outcome IS NULL),
    PRIMARY KEY (job, n)
);

CREATE TABLE job_files (
    job        text PRIMARY KEY REFERENCES jobs (id),
    name       text NOT NULL CHECK (name <> ''),
    media_type text NOT NULL CHECK (media_type <> ''),
    size       integer NOT NULL CHECK (size >= 0),
    content    bytea NOT NULL
);

CREATE TABLE tasks (
    case_id    text        NOT NULL REFERENCES cases (id),
    id         bytea       NOT NULL,
    detail     bytea       NOT NULL,
    duty       bytea       NOT NULL,
    office     text        NOT NULL,
    country    text        NOT NULL,
    decides    text        NOT NULL,
    raised     boolean     NOT NULL,
    person     bytea       NOT NULL,
    due        timestamptz NOT NULL,
    state      text        NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
    raised_at  timestamptz NOT NULL,
    held_since timestamptz NOT NULL,
    done_at    timestamptz,
    PRIMARY KEY (case_id, id)
);
-- What a person's work is counted by stands in the index itself, so that counting opens no row.
CREATE INDEX tasks_person ON tasks (person, due, case_id, id, office, country) WHERE state = 'open';
CREATE INDEX tasks_case ON tasks (case_id, person, duty) WHERE state = 'open';
CREATE INDEX tasks_new ON tasks (person, held_since, case_id, id, office) WHERE state = 'open';
CREATE INDEX tasks_raised ON tasks (person, due, case_id, id, office) WHERE state = 'open' AND raised;
CREATE INDEX tasks_decides ON tasks (decides, due, case_id, id) WHERE state = 'open' AND decides <> '';

-- The visits that are still to be made.
CREATE TABLE visits (
    case_id text         NOT NULL REFERENCES cases (id),
    id      text         NOT NULL,
    visitor text         NOT NULL,
    office  text         NOT NULL,
    country text         NOT NULL,
    day     text         NOT NULL,
    due     timestamptz NOT NULL,
    PRIMARY KEY (case_id, id)
);
CREATE INDEX visits_day ON visits (day, case_id, id);
CREATE INDEX visits_visitor ON visits (visitor, day, case_id, id);

-- What somebody chooses of the caseload again and again.
CREATE TABLE views (
    account  text        NOT NULL REFERENCES accounts (id),
    query    text        NOT NULL,
    name     bytea       NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (account, query)
);

-- How long each case was in each stage: days are -1 while it is there. how is a keyed token of why it ended, in the row of the last stage.
-- What reports group and choose by stands in the indexes, so that they open no row.
CREATE TABLE stays (
    case_id    text    NOT NULL REFERENCES cases (id),
    stage      text    NOT NULL,
    programme  text    NOT NULL,
    opened_on  text    NOT NULL,
    entered_on text    NOT NULL,
    days       integer NOT NULL CHECK (days >= -1),
    how        bytea    NOT NULL,
    PRIMARY KEY (case_id, stage)
);
CREATE INDEX stays_opened ON stays (opened_on, programme, stage, days, how, case_id);
CREATE INDEX stays_now ON stays (stage, entered_on, programme, case_id) WHERE days < 0;

-- What was promised to each case, and paid, by month.
CREATE TABLE money_months (
    case_id   text    NOT NULL REFERENCES cases (id),
    month     text    NOT NULL CHECK (month LIKE '____-__'),
    currency  text    NOT NULL CHECK (currency <> ''),
    programme text    NOT NULL,
    promised  bigint  NOT NULL,
    paid      bigint  NOT NULL,
    PRIMARY KEY (case_id, month, currency)
);
CREATE INDEX money_months_month ON money_months (month, programme, currency, promised, paid, case_id);

CREATE TABLE index_tokens (
    case_id text  NOT NULL REFERENCES cases (id),
    kind    text  NOT NULL CHECK (kind IN ('name', 'sound', 'script', 'initial', 'document', 'phone', 'booking', 'officer', 'youngest', 'person')),
    token   bytea NOT NULL,
    PRIMARY KEY (case_id, kind, token)
);
CREATE INDEX index_tokens_token ON index_tokens (token, case_id);

CREATE TABLE audit (
    id           bigserial   PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor        text        NOT NULL,
    verb         text        NOT NULL CHECK (verb <> ''),
    via          text        NOT NULL,
    subject_kind text        NOT NULL,
    subject_id   text        NOT NULL,
    case_id      text        NOT NULL,
    detail       text        NOT NULL,
    prev_hash    bytea,
    hash         bytea
);
CREATE INDEX audit_case ON audit (case_id, id);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, id);

-- +goose StatementBegin
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'check_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
