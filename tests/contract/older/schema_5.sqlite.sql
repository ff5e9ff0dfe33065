CREATE TABLE paper (
	document VARCHAR(36) NOT NULL,
	interchange VARCHAR(36) NOT NULL,
	accept_number BIGINT NOT NULL,
	position INTEGER NOT NULL,
	tenant VARCHAR(80) NOT NULL,
	buyer VARCHAR(80) NOT NULL,
	subject VARCHAR(600) NOT NULL,
	content BLOB NOT NULL,
	verdict VARCHAR(20),
	waits BOOLEAN NOT NULL,
	due BIGINT,
	PRIMARY KEY (document),
	FOREIGN KEY(document) REFERENCES document (id)
);
CREATE INDEX paper_due ON paper (due) WHERE due IS NOT NULL;
CREATE INDEX paper_subject ON paper (buyer, subject);
CREATE TABLE paper_mark (
	buyer VARCHAR(80) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	value VARCHAR(600) NOT NULL,
	document VARCHAR(36) NOT NULL,
	PRIMARY KEY (buyer, kind, value, document),
	FOREIGN KEY(document) REFERENCES paper (document)
);
CREATE INDEX ix_paper_mark_document ON paper_mark (document);
ALTER TABLE route ADD COLUMN reply VARCHAR(20);
