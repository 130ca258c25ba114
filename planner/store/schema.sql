CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE absences (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	half VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME, 
	created_at DATETIME NOT NULL, 
	cancelled_at DATETIME, occurrence VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_absences PRIMARY KEY (id)
);

CREATE TABLE channel_cursors (
	channel VARCHAR NOT NULL, 
	cursor VARCHAR NOT NULL, 
	connected_at DATETIME NOT NULL, 
	failures INTEGER NOT NULL, 
	next_try_at DATETIME, 
	problem VARCHAR NOT NULL, 
	CONSTRAINT pk_channel_cursors PRIMARY KEY (channel)
);

CREATE TABLE checkins (
	id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	energy INTEGER NOT NULL, 
	CONSTRAINT pk_checkins PRIMARY KEY (id), 
	CONSTRAINT ck_checkins_energy CHECK (energy BETWEEN 1 AND 5), 
	CONSTRAINT uq_checkins_day UNIQUE (day)
);

CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	about VARCHAR NOT NULL, 
	rules_hash VARCHAR NOT NULL, 
	facts VARCHAR NOT NULL, 
	effects VARCHAR NOT NULL, reasons VARCHAR DEFAULT '{}' NOT NULL, near VARCHAR DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_decisions PRIMARY KEY (id)
);

CREATE TABLE events (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	event VARCHAR NOT NULL, 
	request_id INTEGER, 
	data VARCHAR NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id)
);

CREATE INDEX ix_events_request_id ON events (request_id);

CREATE TABLE leases (
	name VARCHAR NOT NULL, 
	holder VARCHAR NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
);

CREATE TABLE occurrences (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_occurrences PRIMARY KEY (id), 
	CONSTRAINT uq_occurrences_kind UNIQUE (kind, "key")
);

CREATE TABLE owner_actions (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR NOT NULL, 
	data VARCHAR NOT NULL, 
	undo_until DATETIME, 
	undone_at DATETIME, 
	CONSTRAINT pk_owner_actions PRIMARY KEY (id)
);

CREATE TABLE people (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, sorted_by VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id)
);

CREATE TABLE special_days (
	id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	closed BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, opens VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_special_days PRIMARY KEY (id), 
	CONSTRAINT uq_special_days_day UNIQUE (day)
);

CREATE TABLE addresses (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	medium VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	blocked_until DATETIME, 
	CONSTRAINT pk_addresses PRIMARY KEY (id), 
	CONSTRAINT fk_addresses_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_addresses_medium UNIQUE (medium, address)
);

CREATE INDEX ix_addresses_person_id ON addresses (person_id);

CREATE TABLE messages (
	id INTEGER NOT NULL, 
	request_id INTEGER, 
	channel VARCHAR NOT NULL, 
	foreign_id VARCHAR NOT NULL, 
	mine BOOLEAN NOT NULL, 
	automatic BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	sender_name VARCHAR NOT NULL, 
	sender_address VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	reply_text VARCHAR NOT NULL, 
	message_id VARCHAR NOT NULL, 
	in_reply_to VARCHAR NOT NULL, 
	refs VARCHAR NOT NULL, 
	target VARCHAR NOT NULL, 
	rows VARCHAR NOT NULL, 
	readable BOOLEAN NOT NULL, 
	raw BLOB, 
	attachments VARCHAR NOT NULL, 
	letter_id INTEGER, told BOOLEAN, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT fk_messages_letter_id_outbox FOREIGN KEY(letter_id) REFERENCES outbox (id), 
	CONSTRAINT fk_messages_request_id_requests FOREIGN KEY(request_id) REFERENCES requests (id), 
	CONSTRAINT uq_messages_channel UNIQUE (channel, foreign_id)
);

CREATE INDEX ix_messages_letter_id ON messages (letter_id);

CREATE INDEX ix_messages_message_id ON messages (message_id);

CREATE INDEX ix_messages_request_id ON messages (request_id);

CREATE TABLE policies (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	rules_hash VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	house VARCHAR NOT NULL, 
	CONSTRAINT pk_policies PRIMARY KEY (id)
);

CREATE INDEX ix_policies_rules_hash ON policies (rules_hash);

CREATE INDEX ix_decisions_about ON decisions (about);

CREATE TABLE "requests" (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	thread VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	opened_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	answers INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	language VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	snoozed_until DATETIME, 
	written INTEGER NOT NULL, 
	answerable BOOLEAN NOT NULL, 
	last_in_at DATETIME NOT NULL, 
	last_out_at DATETIME, 
	last_own_at DATETIME, 
	asks VARCHAR DEFAULT ('') NOT NULL, 
	ready_to_buy BOOLEAN DEFAULT 0 NOT NULL, 
	errand VARCHAR DEFAULT ('') NOT NULL, 
	urgent BOOLEAN DEFAULT 0 NOT NULL, written_to VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_requests PRIMARY KEY (id), 
	CONSTRAINT fk_requests_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT ck_requests_state CHECK (state IN ('open', 'answered', 'released', 'declined', 'merged', 'closed'))
);

CREATE INDEX ix_requests_person_id ON requests (person_id);

CREATE INDEX ix_requests_state_opened ON requests (state, opened_at);

CREATE INDEX ix_owner_actions_at ON owner_actions (at);

CREATE TABLE "promises" (
	id INTEGER NOT NULL, 
	request_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	due DATETIME NOT NULL, 
	window VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	moves INTEGER NOT NULL, 
	ended_at DATETIME, 
	letter_id INTEGER, 
	CONSTRAINT pk_promises PRIMARY KEY (id), 
	CONSTRAINT ck_promises_kind CHECK (kind IN ('answer', 'news')), 
	CONSTRAINT fk_promises_request_id_requests FOREIGN KEY(request_id) REFERENCES requests (id), 
	CONSTRAINT fk_promises_letter_id_outbox FOREIGN KEY(letter_id) REFERENCES outbox (id), 
	CONSTRAINT ck_promises_state CHECK (state IN ('standing', 'kept', 'moved late', 'broken', 'released', 'not delivered'))
);

CREATE INDEX ix_promises_request_id ON promises (request_id);

CREATE UNIQUE INDEX uq_promises_standing ON promises (request_id) WHERE state = 'standing';

CREATE INDEX ix_promises_state_due ON promises (state, due);

CREATE VIRTUAL TABLE messages_fts USING fts5(subject, text, sender_name, sender_address, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');

CREATE VIEW messages_places AS SELECT (max(0, min(4294967295, CAST(strftime('%s', at) AS INTEGER))) << 31) | id AS place, subject, text, sender_name, sender_address FROM messages;

CREATE TRIGGER messages_written AFTER INSERT ON messages BEGIN INSERT INTO messages_fts(rowid, subject, text, sender_name, sender_address) VALUES ((max(0, min(4294967295, CAST(strftime('%s', new.at) AS INTEGER))) << 31) | new.id, new.subject, new.text, new.sender_name, new.sender_address); END;

CREATE TRIGGER messages_changed AFTER UPDATE OF id, at, subject, text, sender_name, sender_address ON messages BEGIN INSERT INTO messages_fts(messages_fts, rowid, subject, text, sender_name, sender_address) VALUES ('delete', (max(0, min(4294967295, CAST(strftime('%s', old.at) AS INTEGER))) << 31) | old.id, old.subject, old.text, old.sender_name, old.sender_address); INSERT INTO messages_fts(rowid, subject, text, sender_name, sender_address) VALUES ((max(0, min(4294967295, CAST(strftime('%s', new.at) AS INTEGER))) << 31) | new.id, new.subject, new.text, new.sender_name, new.sender_address); END;

CREATE TRIGGER messages_deleted AFTER DELETE ON messages BEGIN INSERT INTO messages_fts(messages_fts, rowid, subject, text, sender_name, sender_address) VALUES ('delete', (max(0, min(4294967295, CAST(strftime('%s', old.at) AS INTEGER))) << 31) | old.id, old.subject, old.text, old.sender_name, old.sender_address); END;

CREATE TABLE away_servers (
	channel VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	wanted VARCHAR NOT NULL, 
	"left" VARCHAR NOT NULL, 
	"before" VARCHAR NOT NULL, 
	looked_at DATETIME, 
	failures INTEGER NOT NULL, 
	next_try_at DATETIME, 
	problem VARCHAR NOT NULL, 
	CONSTRAINT pk_away_servers PRIMARY KEY (channel), 
	CONSTRAINT ck_away_servers_state CHECK (state IN ('nothing', 'setting', 'says', 'taking', 'elsewhere', 'refused'))
);

CREATE TABLE server_words (
	id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME, 
	due DATETIME NOT NULL, 
	name VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	days INTEGER NOT NULL, 
	window VARCHAR NOT NULL, 
	marks BOOLEAN NOT NULL, 
	CONSTRAINT pk_server_words PRIMARY KEY (id)
);

CREATE INDEX ix_server_words_channel ON server_words (channel);

CREATE TABLE "outbox" (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	request_id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	to_address VARCHAR NOT NULL, 
	to_name VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	message_id VARCHAR NOT NULL, 
	automatic BOOLEAN NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	not_before DATETIME NOT NULL, 
	in_reply_to VARCHAR NOT NULL, 
	refs VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	sent_at DATETIME, 
	detail VARCHAR NOT NULL, 
	changes VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	copied VARCHAR DEFAULT ('') NOT NULL, 
	from_address VARCHAR DEFAULT ('') NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_outbox_message_id UNIQUE (message_id), 
	CONSTRAINT fk_outbox_request_id_requests FOREIGN KEY(request_id) REFERENCES requests (id), 
	CONSTRAINT ck_outbox_state CHECK (state IN ('queued', 'handing over', 'sent', 'perhaps', 'failed', 'cancelled', 'rehearsed', 'by hand'))
);

CREATE INDEX ix_outbox_person_id ON outbox (person_id);

CREATE INDEX ix_outbox_sent_at ON outbox (sent_at);

CREATE INDEX ix_outbox_state_not_before ON outbox (state, not_before);

CREATE INDEX ix_outbox_request_id ON outbox (request_id);

CREATE INDEX ix_outbox_copied ON outbox (id) WHERE copied = 'wanted';

CREATE INDEX ix_people_sorted_by ON people (sorted_by);

CREATE INDEX ix_addresses_blocked ON addresses (blocked_until) WHERE blocked_until IS NOT NULL;

CREATE INDEX ix_outbox_own ON outbox (created_at) WHERE automatic IS 0;

CREATE INDEX ix_occurrences_kind_at ON occurrences (kind, at);

CREATE INDEX ix_promises_ended_at ON promises (ended_at);

CREATE INDEX ix_requests_ended_at ON requests (ended_at);

CREATE INDEX ix_owner_actions_undo ON owner_actions (undo_until) WHERE undo_until IS NOT NULL;

INSERT INTO alembic_version (version_num) VALUES ('0008');
