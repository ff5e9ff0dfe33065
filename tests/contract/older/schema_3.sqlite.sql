CREATE TABLE account_sender (
	account VARCHAR(200) NOT NULL,
	sender VARCHAR(80) NOT NULL,
	PRIMARY KEY (account, sender)
);
CREATE INDEX ix_account_sender_sender ON account_sender (sender);
CREATE TABLE blob (
	id VARCHAR(36) NOT NULL,
	tenant VARCHAR(80) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	size BIGINT NOT NULL,
	media_type VARCHAR(200),
	content BLOB,
	file VARCHAR(80),
	PRIMARY KEY (id)
);
CREATE TABLE counter (
	name VARCHAR(40) NOT NULL,
	value BIGINT NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE lane (
	name VARCHAR(900) NOT NULL,
	port VARCHAR(200) NOT NULL,
	owner VARCHAR(80),
	epoch INTEGER NOT NULL,
	lease_until BIGINT,
	next_due BIGINT,
	PRIMARY KEY (name)
);
CREATE INDEX ix_lane_next_due ON lane (next_due);
CREATE TABLE outbox (
	number INTEGER NOT NULL,
	id VARCHAR(60) NOT NULL,
	topic VARCHAR(80) NOT NULL,
	body BLOB NOT NULL,
	due BIGINT NOT NULL,
	sent_at BIGINT,
	PRIMARY KEY (number),
	UNIQUE (id)
);
CREATE INDEX outbox_unsent ON outbox (number) WHERE sent_at IS NULL;
CREATE TABLE trace (
	number INTEGER NOT NULL,
	at BIGINT NOT NULL,
	interchange VARCHAR(36) NOT NULL,
	document VARCHAR(36),
	output VARCHAR(36),
	event VARCHAR(40) NOT NULL,
	stage VARCHAR(20) NOT NULL,
	details JSON NOT NULL,
	PRIMARY KEY (number)
);
CREATE INDEX ix_trace_interchange ON trace (interchange);
CREATE TABLE interchange (
	id VARCHAR(36) NOT NULL,
	accept_number BIGINT NOT NULL,
	account VARCHAR(200) NOT NULL,
	tenant VARCHAR(80) NOT NULL,
	channel VARCHAR(40) NOT NULL,
	name VARCHAR(300) NOT NULL,
	family VARCHAR(80),
	blob VARCHAR(36) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	size BIGINT NOT NULL,
	accepted_at BIGINT NOT NULL,
	replay_of VARCHAR(36),
	ports JSON NOT NULL,
	envelope BLOB NOT NULL,
	state VARCHAR(12) NOT NULL,
	attempts INTEGER NOT NULL,
	explained INTEGER NOT NULL,
	exhausted INTEGER NOT NULL,
	reason VARCHAR,
	error VARCHAR,
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
	id VARCHAR(36) NOT NULL,
	kind VARCHAR(10) NOT NULL,
	port VARCHAR(200) NOT NULL,
	lane VARCHAR(900) NOT NULL,
	number BIGINT NOT NULL,
	ordinal BIGINT NOT NULL,
	interchange VARCHAR(36) NOT NULL,
	document VARCHAR(36),
	route INTEGER,
	account VARCHAR(200) NOT NULL,
	sender VARCHAR(80),
	family VARCHAR(80),
	name VARCHAR(300) NOT NULL,
	blob VARCHAR(36) NOT NULL,
	companion VARCHAR(36),
	verdict VARCHAR(10),
	state VARCHAR(12) NOT NULL,
	attempts INTEGER NOT NULL,
	not_before BIGINT,
	next_due BIGINT NOT NULL,
	error VARCHAR,
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
	id VARCHAR(36) NOT NULL,
	interchange VARCHAR(36) NOT NULL,
	position INTEGER NOT NULL,
	format VARCHAR(120),
	kind VARCHAR(80),
	number VARCHAR(300),
	edition VARCHAR(120),
	sender VARCHAR(80),
	outcome VARCHAR(20) NOT NULL,
	reason VARCHAR,
	related VARCHAR(36),
	report BLOB NOT NULL,
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
	account VARCHAR(200) NOT NULL,
	channel VARCHAR(40) NOT NULL,
	"key" VARCHAR(600) NOT NULL,
	interchange VARCHAR(36) NOT NULL,
	PRIMARY KEY (account, channel, "key"),
	FOREIGN KEY(interchange) REFERENCES interchange (id)
);
CREATE TABLE document_key (
	number INTEGER NOT NULL,
	tenant VARCHAR(80) NOT NULL,
	seller VARCHAR(80) NOT NULL,
	kind VARCHAR(80) NOT NULL,
	document_number VARCHAR(300),
	edition VARCHAR(120) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	document VARCHAR(36) NOT NULL,
	interchange VARCHAR(36) NOT NULL,
	PRIMARY KEY (number),
	UNIQUE (tenant, seller, kind, document_number, edition),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX document_key_bytes ON document_key (tenant, seller, sha256);
CREATE TABLE document_reference (
	number INTEGER NOT NULL,
	document VARCHAR(36) NOT NULL,
	kind VARCHAR(80) NOT NULL,
	value VARCHAR(300) NOT NULL,
	PRIMARY KEY (number),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX document_reference_value ON document_reference (value, kind);
CREATE TABLE route (
	document VARCHAR(36) NOT NULL,
	position INTEGER NOT NULL,
	state VARCHAR(20) NOT NULL,
	sender VARCHAR(80) NOT NULL,
	receiver VARCHAR(80) NOT NULL,
	port VARCHAR(200) NOT NULL,
	lane VARCHAR(900) NOT NULL,
	kind VARCHAR(80) NOT NULL,
	format VARCHAR(120),
	profile VARCHAR(80),
	agreement VARCHAR,
	lines INTEGER NOT NULL,
	refused_lines INTEGER NOT NULL,
	unchanged BOOLEAN NOT NULL,
	until BIGINT,
	reason VARCHAR,
	report BLOB NOT NULL,
	PRIMARY KEY (document, position),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX ix_route_receiver ON route (receiver);
CREATE INDEX ix_route_state ON route (state);
