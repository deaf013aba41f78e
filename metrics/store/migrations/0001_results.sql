-- What runs have measured. A run is written once, in one transaction, and never changed; it goes as a
-- whole, with retention.

CREATE TABLE runs (
  run_id    uuid PRIMARY KEY,
  kind      text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 64),
  started   timestamptz NOT NULL,
  verdict   text NOT NULL CHECK (verdict IN ('pass', 'inconclusive', 'invalid', 'fail')),
  commit    text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX runs_started_idx ON runs (started, run_id);
CREATE INDEX runs_kind_started_idx ON runs (kind, started, run_id);

-- What the run was made on and with: two runs compare as far as these are equal.
CREATE TABLE fingerprints (
  run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal integer NOT NULL,
  key     text NOT NULL,
  value   text NOT NULL,
  PRIMARY KEY (run_id, ordinal),
  UNIQUE (run_id, key)
);

CREATE TABLE checks (
  run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal integer NOT NULL,
  name    text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('pass', 'inconclusive', 'invalid', 'fail')),
  summary text NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);

-- A double comes back as it went in: float8 is the same format.
CREATE TABLE figures (
  run_id     uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal    integer NOT NULL,
  check_name text NOT NULL,
  name       text NOT NULL,
  unit       text NOT NULL,
  value      double precision NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);

CREATE INDEX figures_name_idx ON figures (name, run_id);

-- Opaque here: HdrHistogram's V2 compressed form.
CREATE TABLE histograms (
  run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal integer NOT NULL,
  name    text NOT NULL,
  octets  bytea NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);

CREATE TABLE series_points (
  run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal integer NOT NULL,
  series  text NOT NULL,
  at      double precision NOT NULL,
  value   double precision NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);

-- A run that is a baseline cannot be removed.
CREATE TABLE baselines (
  name   text PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 64),
  run_id uuid NOT NULL REFERENCES runs,
  set_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX baselines_run_id_idx ON baselines (run_id);
