-- What the services need beyond the contract's tables.

-- Requests that reach the widget core without an identity act as this user, whom nobody can log in as.
INSERT INTO users (user_id, tenant_id, username, email, password_hash, role, is_active)
VALUES (0, 0, 'system', 'system@localhost', '!', 'admin', false);

ALTER TABLE widgets
  ADD COLUMN state text NOT NULL DEFAULT 'created'
    CHECK (state IN ('created', 'active', 'inactive')),
  -- A checkbox's tick, a slider's position, a textbox's text.
  ADD COLUMN value jsonb,
  ADD COLUMN event_sequence bigint NOT NULL DEFAULT 0;

-- What happened to a widget. A sequence without gaps: the numbers come from widgets.event_sequence,
-- under the lock of the widget's row.
CREATE TABLE widget_events (
  widget_id   bigint NOT NULL REFERENCES widgets (widget_id) ON DELETE CASCADE,
  sequence    bigint NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('click', 'key', 'hover', 'state', 'lifecycle', 'invoke')),
  detail      jsonb NOT NULL DEFAULT '{}',
  occurred_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (widget_id, sequence)
);

-- What is being done in core, database and cache together: written before the first step, gone with
-- the last. What a service that died has left is completed, or undone, from here.
CREATE TABLE widget_intents (
  intent_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  widget_id  bigint NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('create', 'delete', 'uncache')),
  tenant_id  bigint NOT NULL,
  owner_id   bigint NOT NULL,
  instance   text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX widget_intents_widget_id_idx ON widget_intents (widget_id);

-- The first answer to each idempotency key, for a day. The request's hash only: it may hold secrets.
CREATE TABLE idempotency_keys (
  owner_id     bigint NOT NULL,
  key          text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
  request_hash text NOT NULL,
  widget_id    bigint NOT NULL,
  response     jsonb NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner_id, key)
);

CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

-- Operations that a tenant has configured; one without a row is enabled as it comes.
CREATE TABLE operation_plugins (
  tenant_id  bigint NOT NULL,
  operation  text NOT NULL,
  enabled    boolean NOT NULL,
  settings   jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, operation)
);

-- Only hashes: a reader of the table can use none.
CREATE TABLE api_keys (
  api_key_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id    bigint NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  key_hash   text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash)
);

CREATE INDEX api_keys_user_id_idx ON api_keys (user_id);

-- When the session's access token ends by itself: until then its id must be refused once revoked.
ALTER TABLE sessions ADD COLUMN token_expires_at timestamptz;
