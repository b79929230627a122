-- What a control node knows. The same for SQLite and PostgreSQL: ${TEXT} is text that both compare
-- byte by byte. Names that end in _ms are milliseconds since 1970.

-- One row, whose number grows with every change of what edge nodes are told.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL
);

INSERT INTO revision (id, number) VALUES (1, 1);

CREATE TABLE source (
    id ${TEXT} PRIMARY KEY,
    name ${TEXT} NOT NULL,
    announced ${TEXT} NOT NULL,
    segment_length_ms BIGINT NOT NULL,
    description ${TEXT},
    streaming INTEGER NOT NULL,
    playlist ${TEXT},
    contact_node ${TEXT},
    contact_at_ms BIGINT,
    contact_url ${TEXT},
    sequence_floor BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL
);

CREATE UNIQUE INDEX source_name ON source (name);

CREATE UNIQUE INDEX source_announced ON source (announced);

-- A recording that runs has no end.
CREATE TABLE recording (
    id ${TEXT} PRIMARY KEY,
    source ${TEXT} NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    alias ${TEXT},
    description ${TEXT},
    start_ms BIGINT NOT NULL,
    end_ms BIGINT,
    settled INTEGER NOT NULL,
    created_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL
);

CREATE INDEX recording_start ON recording (start_ms, id);

CREATE INDEX recording_source ON recording (source, start_ms, id);

-- Which times of a source are wanted, from the index alone.
CREATE INDEX recording_time ON recording (source, start_ms, end_ms);

CREATE INDEX recording_active ON recording (start_ms, id) WHERE end_ms IS NULL;

CREATE INDEX recording_source_active ON recording (source, start_ms, id) WHERE end_ms IS NULL;

CREATE INDEX recording_wanted ON recording (source, start_ms, id) WHERE settled = 0;

-- A segment without an object is lost. Segments outlive their source until they are swept.
CREATE TABLE segment (
    source ${TEXT} NOT NULL,
    sequence BIGINT NOT NULL,
    hash ${TEXT} NOT NULL,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL,
    duration_us BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    era BIGINT NOT NULL,
    object ${TEXT},
    stored_at_ms BIGINT NOT NULL,
    PRIMARY KEY (source, sequence, hash)
);

CREATE INDEX segment_time ON segment (source, start_ms, sequence);

CREATE UNIQUE INDEX segment_object ON segment (object) WHERE object IS NOT NULL;

-- Times of a source in which a recording was given up: only there can be segments that no recording
-- wants. So nobody looks through all of them.
CREATE TABLE loose (
    from_ms BIGINT NOT NULL,
    source ${TEXT} NOT NULL,
    to_ms BIGINT NOT NULL,
    PRIMARY KEY (from_ms, source, to_ms)
);

-- Objects that are being deleted, or were a short time ago: no segment may rely on one.
CREATE TABLE doomed (
    object ${TEXT} PRIMARY KEY,
    since_ms BIGINT NOT NULL,
    gone INTEGER NOT NULL
);

CREATE INDEX doomed_since ON doomed (gone, since_ms);
