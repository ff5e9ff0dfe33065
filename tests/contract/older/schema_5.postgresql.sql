CREATE TABLE paper (
	document VARCHAR COLLATE "C" NOT NULL,
	interchange VARCHAR COLLATE "C" NOT NULL,
	accept_number BIGINT NOT NULL,
	position INTEGER NOT NULL,
	tenant VARCHAR COLLATE "C" NOT NULL,
	buyer VARCHAR COLLATE "C" NOT NULL,
	subject VARCHAR COLLATE "C" NOT NULL,
	content BYTEA NOT NULL,
	verdict VARCHAR COLLATE "C",
	waits BOOLEAN NOT NULL,
	due BIGINT,
	PRIMARY KEY (document),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX paper_due ON paper (due) WHERE due IS NOT NULL;
CREATE INDEX paper_subject ON paper (buyer, subject);
CREATE TABLE paper_mark (
	buyer VARCHAR COLLATE "C" NOT NULL,
	kind VARCHAR COLLATE "C" NOT NULL,
	value VARCHAR COLLATE "C" NOT NULL,
	document VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (buyer, kind, value, document),
	FOREIGN KEY(document) REFERENCES paper (document)
);
CREATE INDEX ix_paper_mark_document ON paper_mark (document);
ALTER TABLE route ADD COLUMN reply VARCHAR COLLATE "C";
