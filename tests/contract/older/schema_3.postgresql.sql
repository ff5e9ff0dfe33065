CREATE TABLE account_sender (
	account VARCHAR COLLATE "C" NOT NULL,
	sender VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (account, sender)
);
CREATE INDEX ix_account_sender_sender ON account_sender (sender);
CREATE TABLE blob (
	id VARCHAR COLLATE "C" NOT NULL,
	tenant VARCHAR COLLATE "C" NOT NULL,
	sha256 VARCHAR COLLATE "C" NOT NULL,
	size BIGINT NOT NULL,
	media_type VARCHAR COLLATE "C",
	content BYTEA,
	file VARCHAR COLLATE "C",
	PRIMARY KEY (id)
);
CREATE TABLE counter (
	name VARCHAR COLLATE "C" NOT NULL,
	value BIGINT NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE lane (
	name VARCHAR COLLATE "C" NOT NULL,
	port VARCHAR COLLATE "C" NOT NULL,
	owner VARCHAR COLLATE "C",
	epoch INTEGER NOT NULL,
	lease_until BIGINT,
	next_due BIGINT,
	PRIMARY KEY (name)
);
CREATE INDEX ix_lane_next_due ON lane (next_due);
CREATE TABLE outbox (
	number BIGSERIAL NOT NULL,
	id VARCHAR COLLATE "C" NOT NULL,
	topic VARCHAR COLLATE "C" NOT NULL,
	body BYTEA NOT NULL,
	due BIGINT NOT NULL,
	sent_at BIGINT,
	PRIMARY KEY (number),
	UNIQUE (id)
);
CREATE INDEX outbox_unsent ON outbox (number) WHERE sent_at IS NULL;
CREATE TABLE trace (
	number BIGSERIAL NOT NULL,
	at BIGINT NOT NULL,
	interchange VARCHAR COLLATE "C" NOT NULL,
	document VARCHAR COLLATE "C",
	output VARCHAR COLLATE "C",
	event VARCHAR COLLATE "C" NOT NULL,
	stage VARCHAR COLLATE "C" NOT NULL,
	details JSON NOT NULL,
	PRIMARY KEY (number)
);
CREATE INDEX ix_trace_interchange ON trace (interchange);
CREATE TABLE interchange (
	id VARCHAR COLLATE "C" NOT NULL,
	accept_number BIGINT NOT NULL,
	account VARCHAR COLLATE "C" NOT NULL,
	tenant VARCHAR COLLATE "C" NOT NULL,
	channel VARCHAR COLLATE "C" NOT NULL,
	name VARCHAR COLLATE "C" NOT NULL,
	family VARCHAR COLLATE "C",
	blob VARCHAR COLLATE "C" NOT NULL,
	sha256 VARCHAR COLLATE "C" NOT NULL,
	size BIGINT NOT NULL,
	accepted_at BIGINT NOT NULL,
	replay_of VARCHAR COLLATE "C",
	ports JSON NOT NULL,
	envelope BYTEA NOT NULL,
	state VARCHAR COLLATE "C" NOT NULL,
	attempts INTEGER NOT NULL,
	explained INTEGER NOT NULL,
	exhausted INTEGER NOT NULL,
	reason VARCHAR COLLATE "C",
	error VARCHAR COLLATE "C",
	sends INTEGER NOT NULL,
	begun_at BIGINT,
	ended_at BIGINT,
	PRIMARY KEY (id),
	UNIQUE (accept_number),
	FOREIGN KEY(blob) REFERENCES blob (id)
);
CREATE INDEX interchange_account ON interchange (account, accept_number);
CREATE INDEX interchange_name ON interchange (name);
CREATE INDEX interchange_parked ON interchange (accept_number) WHERE state = 'parked';
CREATE INDEX interchange_under_way ON interchange (account, (accept_number + 0)) WHERE state = 'open';
CREATE INDEX ix_interchange_replay_of ON interchange (replay_of);
CREATE INDEX ix_interchange_sha256 ON interchange (sha256);
CREATE TABLE delivery (
	id VARCHAR COLLATE "C" NOT NULL,
	kind VARCHAR COLLATE "C" NOT NULL,
	port VARCHAR COLLATE "C" NOT NULL,
	lane VARCHAR COLLATE "C" NOT NULL,
	number BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	interchange VARCHAR COLLATE "C" NOT NULL,
	document VARCHAR COLLATE "C",
	route INTEGER,
	account VARCHAR COLLATE "C" NOT NULL,
	sender VARCHAR COLLATE "C",
	family VARCHAR COLLATE "C",
	name VARCHAR COLLATE "C" NOT NULL,
	blob VARCHAR COLLATE "C" NOT NULL,
	companion VARCHAR COLLATE "C",
	verdict VARCHAR COLLATE "C",
	state VARCHAR COLLATE "C" NOT NULL,
	attempts INTEGER NOT NULL,
	not_before BIGINT,
	next_due BIGINT NOT NULL,
	error VARCHAR COLLATE "C",
	delivered_at BIGINT,
	receipt JSON,
	confirmed_at BIGINT,
	PRIMARY KEY (id),
	FOREIGN KEY(interchange) REFERENCES interchange (id),
	FOREIGN KEY(blob) REFERENCES blob (id),
	FOREIGN KEY(companion) REFERENCES blob (id)
);
CREATE INDEX delivery_called ON delivery (name);
CREATE INDEX delivery_lane ON delivery (lane, state, number, ordinal);
CREATE UNIQUE INDEX delivery_name ON delivery (port, name) WHERE kind <> 'return' AND port <> '';
CREATE INDEX delivery_parked ON delivery (number) WHERE state IN ('parked', 'unaddressed');
CREATE INDEX delivery_unconfirmed ON delivery (port, number, ordinal) WHERE state = 'delivered' AND confirmed_at IS NULL;
CREATE INDEX delivery_waiting ON delivery (port, number) WHERE state = 'waiting';
CREATE INDEX ix_delivery_interchange ON delivery (interchange);
CREATE TABLE document (
	id VARCHAR COLLATE "C" NOT NULL,
	interchange VARCHAR COLLATE "C" NOT NULL,
	position INTEGER NOT NULL,
	format VARCHAR COLLATE "C",
	kind VARCHAR COLLATE "C",
	number VARCHAR COLLATE "C",
	edition VARCHAR COLLATE "C",
	sender VARCHAR COLLATE "C",
	outcome VARCHAR COLLATE "C" NOT NULL,
	reason VARCHAR COLLATE "C",
	related VARCHAR COLLATE "C",
	report BYTEA NOT NULL,
	versions JSON NOT NULL,
	ended_at BIGINT NOT NULL,
	accept_number BIGINT,
	PRIMARY KEY (id),
	FOREIGN KEY(interchange) REFERENCES interchange (id)
);
CREATE INDEX document_sent ON document (sender, kind, accept_number, position);
CREATE INDEX document_waiting ON document (interchange) WHERE outcome IN ('unroutable', 'held');
CREATE INDEX ix_document_interchange ON document (interchange);
CREATE INDEX ix_document_number ON document (number);
CREATE TABLE intake_key (
	account VARCHAR COLLATE "C" NOT NULL,
	channel VARCHAR COLLATE "C" NOT NULL,
	key VARCHAR COLLATE "C" NOT NULL,
	interchange VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (account, channel, key),
	FOREIGN KEY(interchange) REFERENCES interchange (id)
);
CREATE TABLE document_key (
	number BIGSERIAL NOT NULL,
	tenant VARCHAR COLLATE "C" NOT NULL,
	seller VARCHAR COLLATE "C" NOT NULL,
	kind VARCHAR COLLATE "C" NOT NULL,
	document_number VARCHAR COLLATE "C",
	edition VARCHAR COLLATE "C" NOT NULL,
	sha256 VARCHAR COLLATE "C" NOT NULL,
	document VARCHAR COLLATE "C" NOT NULL,
	interchange VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (number),
	UNIQUE (tenant, seller, kind, document_number, edition),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX document_key_bytes ON document_key (tenant, seller, sha256);
CREATE TABLE document_reference (
	number BIGSERIAL NOT NULL,
	document VARCHAR COLLATE "C" NOT NULL,
	kind VARCHAR COLLATE "C" NOT NULL,
	value VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (number),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX document_reference_value ON document_reference (value, kind);
CREATE TABLE route (
	document VARCHAR COLLATE "C" NOT NULL,
	position INTEGER NOT NULL,
	state VARCHAR COLLATE "C" NOT NULL,
	sender VARCHAR COLLATE "C" NOT NULL,
	receiver VARCHAR COLLATE "C" NOT NULL,
	port VARCHAR COLLATE "C" NOT NULL,
	lane VARCHAR COLLATE "C" NOT NULL,
	kind VARCHAR COLLATE "C" NOT NULL,
	format VARCHAR COLLATE "C",
	profile VARCHAR COLLATE "C",
	agreement VARCHAR COLLATE "C",
	lines INTEGER NOT NULL,
	refused_lines INTEGER NOT NULL,
	unchanged BOOLEAN NOT NULL,
	until BIGINT,
	reason VARCHAR COLLATE "C",
	report BYTEA NOT NULL,
	PRIMARY KEY (document, position),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX ix_route_receiver ON route (receiver);
CREATE INDEX ix_route_state ON route (state);
