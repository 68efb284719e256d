BEGIN TRANSACTION;
CREATE TABLE alert_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  incident_id BIGINT REFERENCES incidents (id),
  monitor_id BIGINT REFERENCES monitors (id),
  kind TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  planned_at BIGINT
);
INSERT INTO "alert_events" VALUES(1,1,1,2,'incident.opened',0,1796075689445,1796075689483,'down','refused','127.0.0.1:1 refused the connection',1796075689509);
INSERT INTO "alert_events" VALUES(2,1,2,3,'incident.opened',0,1796075689952,1796075689955,'down','assertion','the job reported a failure',1796075689976);
INSERT INTO "alert_events" VALUES(3,1,2,3,'incident.resolved',0,1796075690204,1796075690206,'up','assertion','the job reported a failure',1796075690225);
INSERT INTO "alert_events" VALUES(4,1,3,4,'incident.opened',0,1796075691102,1796075691104,'down','assertion','the job reported a failure',1796075691130);
INSERT INTO "alert_events" VALUES(5,1,3,4,'incident.resolved',0,1796075691339,1796075691343,'up','assertion','the job reported a failure',1796075691366);
INSERT INTO "alert_events" VALUES(6,1,4,1,'incident.opened',0,1796075691567,1796075691568,'up','none','We move.',1796075691612);
INSERT INTO "alert_events" VALUES(7,1,1,2,'incident.resolved',0,1796075698597,1796075698597,'paused','refused','the monitor was paused; its recovery was not confirmed',1796075698626);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  at BIGINT NOT NULL,
  user_id BIGINT,
  token_id BIGINT,
  action TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id BIGINT,
  details TEXT NOT NULL
, address TEXT, user_agent TEXT, token_name TEXT);
INSERT INTO "audit" VALUES(1,1,1796075689258,1,NULL,'organization.create','organization',1,'{"email_confirmed":true,"owner":"olivia@example.com"}','127.0.0.1','Python-urllib/3.11',NULL);
INSERT INTO "audit" VALUES(2,1,1796075689274,1,NULL,'token.create','token',1,'{"name":"tools","role":"owner"}','127.0.0.1','Python-urllib/3.11',NULL);
INSERT INTO "audit" VALUES(3,1,1796075689299,NULL,1,'monitor.create','monitor',1,'{"name":"Shop"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(4,1,1796075689315,NULL,1,'monitor.create','monitor',2,'{"name":"Nothing"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(5,1,1796075689331,NULL,1,'monitor.create','monitor',3,'{"name":"Nightly"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(6,1,1796075689348,NULL,1,'monitor.create','monitor',4,'{"name":"Hourly"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(7,1,1796075689378,NULL,1,'monitor.create','monitor',5,'{"name":"Paused"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(8,1,1796075689403,NULL,1,'channel.create','channel',1,'{"name":"Hook"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(9,1,1796075689425,NULL,1,'status_page.create','status_page',1,'{"slug":"acme"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(10,1,1796075691568,NULL,1,'incident.create','incident',4,'{"title":"Planned work"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(11,1,1796075691631,NULL,1,'monitor.pause','monitor',5,'{"name":"Paused"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(12,1,1796075698571,NULL,1,'monitor.pause','monitor',1,'{"name":"Shop"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(13,1,1796075698597,NULL,1,'monitor.pause','monitor',2,'{"name":"Nothing"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(14,1,1796075704331,1,NULL,'user.sign_in','user',1,'{"known_device":false}','127.0.0.1','Python-urllib/3.11',NULL);
CREATE TABLE blind_spells (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  cause TEXT NOT NULL,
  channel_ids TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, cause, channel_ids)
) WITHOUT ROWID;
CREATE TABLE certificate_chains (
  monitor_id BIGINT PRIMARY KEY,
  revision BIGINT NOT NULL,
  location TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  certificates TEXT NOT NULL,
  problem TEXT
, expires_at BIGINT);
CREATE TABLE channels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  config TEXT NOT NULL,
  sealed_config BYTEA,
  is_default BOOLEAN NOT NULL,
  enabled BOOLEAN NOT NULL,
  last_error TEXT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
, waits_until BIGINT, slow_until BIGINT);
INSERT INTO "channels" VALUES(1,1,'Hook','webhook','{"url":"http://127.0.0.1:1/hook"}',NULL,1,1,'127.0.0.1:1 cannot be reached: connection refused',1,1796075689403,1796075689403,NULL,NULL,NULL);
CREATE TABLE clock_setbacks (
  found_at BIGINT PRIMARY KEY,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE TABLE daily_rollups (day BIGINT NOT NULL, monitor_id BIGINT NOT NULL,
location TEXT NOT NULL,
checks BIGINT NOT NULL,
up BIGINT NOT NULL,
degraded BIGINT NOT NULL,
down BIGINT NOT NULL,
unknown BIGINT NOT NULL,
anomalous BIGINT NOT NULL,
measured_ms BIGINT NOT NULL,
downtime_ms BIGINT NOT NULL,
latency_sum_us BIGINT NOT NULL,
latency_min_us BIGINT,
latency_max_us BIGINT,
latencies BYTEA NOT NULL, untimed BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (monitor_id, day, location)) WITHOUT ROWID;
CREATE TABLE "deliveries" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  event_id BIGINT NOT NULL REFERENCES alert_events (id),
  channel_id BIGINT NOT NULL REFERENCES channels (id),
  incident_id BIGINT REFERENCES incidents (id),
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  held BOOLEAN NOT NULL,
  claimed_until BIGINT,
  claimed_by TEXT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  recipient TEXT NOT NULL DEFAULT ''
);
INSERT INTO "deliveries" VALUES(1,1,1,1,1,'incident.opened','07fb3618baef00f3813a6c12122157ee','pending',2,1796075704868,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796075689509,NULL,'');
INSERT INTO "deliveries" VALUES(2,1,2,1,2,'incident.opened','35b2f290834d148d18b8d20760991497','pending',2,1796075705941,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796075689976,NULL,'');
INSERT INTO "deliveries" VALUES(3,1,3,1,2,'incident.resolved','393bc5d61c264a93d4f7f9fcecce60f0','pending',0,1796075705941,0,NULL,NULL,NULL,1796075690225,NULL,'');
INSERT INTO "deliveries" VALUES(4,1,4,1,3,'incident.opened','6b013ff714599700147b5c3dfd79858b','pending',2,1796075707010,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796075691130,NULL,'');
INSERT INTO "deliveries" VALUES(5,1,5,1,3,'incident.resolved','f63ca33475d1bdb12713e59c970d4661','pending',0,1796075707010,0,NULL,NULL,NULL,1796075691366,NULL,'');
INSERT INTO "deliveries" VALUES(6,1,6,1,4,'incident.opened','71fd65e4b1316b201fbfbe71aec911c0','pending',2,1796075707029,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796075691612,NULL,'');
INSERT INTO "deliveries" VALUES(7,1,7,1,1,'incident.resolved','aae72331fc34ad129603ef677abdeb5a','pending',0,1796075704868,0,NULL,NULL,NULL,1796075698625,NULL,'');
CREATE TABLE evidence (
  monitor_id BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  location TEXT NOT NULL,
  attempts TEXT NOT NULL,
  PRIMARY KEY (monitor_id, slot, location)
);
INSERT INTO "evidence" VALUES(2,1796075689426,'default','[{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":400,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:49.430Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":6086,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:49.434Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":289,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:49.445Z"}]');
INSERT INTO "evidence" VALUES(3,1796075689952,'heartbeat','[{"evidence":{"addresses":[],"body":"said","certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":0,"message":"the job reported a failure","outcome":"down","reason":"assertion","startedAt":"2026-11-30T21:54:49.952Z"}]');
INSERT INTO "evidence" VALUES(4,1796075691102,'heartbeat','[{"evidence":{"addresses":[],"body":"said","certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":0,"message":"the job reported a failure","outcome":"down","reason":"assertion","startedAt":"2026-11-30T21:54:51.102Z"}]');
INSERT INTO "evidence" VALUES(2,1796075691110,'default','[{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":223,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:51.115Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":331,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:51.119Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":322,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:51.124Z"}]');
INSERT INTO "evidence" VALUES(2,1796075692110,'default','[{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":405,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:52.114Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":375,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:52.120Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":299,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T21:54:52.124Z"}]');
CREATE TABLE heartbeats (
  monitor_id BIGINT PRIMARY KEY,
  ping_key TEXT NOT NULL UNIQUE,
  pings BIGINT NOT NULL,
  open_runs TEXT NOT NULL,
  settled_at BIGINT
, due_at BIGINT, running_since BIGINT);
INSERT INTO "heartbeats" VALUES(3,'17c64a70-71de-4fa6-a1bf-9c3013e6f008',4,'{"starts":[]}',1796075690204,1796092200000,NULL);
INSERT INTO "heartbeats" VALUES(4,'02e7fcc2-0721-4991-905f-a4311e5677f6',4,'{"starts":[]}',1796075691339,1796079291339,NULL);
CREATE TABLE hourly_rollups (hour BIGINT NOT NULL, monitor_id BIGINT NOT NULL,
location TEXT NOT NULL,
checks BIGINT NOT NULL,
up BIGINT NOT NULL,
degraded BIGINT NOT NULL,
down BIGINT NOT NULL,
unknown BIGINT NOT NULL,
anomalous BIGINT NOT NULL,
measured_ms BIGINT NOT NULL,
downtime_ms BIGINT NOT NULL,
latency_sum_us BIGINT NOT NULL,
latency_min_us BIGINT,
latency_max_us BIGINT,
latencies BYTEA NOT NULL, untimed BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (monitor_id, hour, location)) WITHOUT ROWID;
CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash BYTEA NOT NULL,
  status BIGINT,
  content_type TEXT,
  location TEXT,
  body BYTEA,
  created_at BIGINT NOT NULL, organization_id BIGINT,
  PRIMARY KEY (scope, key)
);
CREATE TABLE incident_monitors (
  incident_id BIGINT NOT NULL REFERENCES incidents (id),
  monitor_id BIGINT NOT NULL REFERENCES monitors (id),
  PRIMARY KEY (incident_id, monitor_id)
) WITHOUT ROWID;
INSERT INTO "incident_monitors" VALUES(4,1);
INSERT INTO "incident_monitors" VALUES(1,2);
INSERT INTO "incident_monitors" VALUES(2,3);
INSERT INTO "incident_monitors" VALUES(3,4);
CREATE TABLE incident_updates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident_id BIGINT NOT NULL REFERENCES incidents (id),
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  is_public BOOLEAN NOT NULL,
  author_id BIGINT REFERENCES users (id),
  created_at BIGINT NOT NULL
);
INSERT INTO "incident_updates" VALUES(1,4,'investigating','We move.',1,NULL,1796075691567);
INSERT INTO "incident_updates" VALUES(2,1,'resolved','the monitor was paused',0,NULL,1796075698597);
CREATE TABLE incidents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  title TEXT NOT NULL,
  cause TEXT NOT NULL,
  severity TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  acknowledged_at BIGINT,
  resolved_at BIGINT,
  resolved_by_hand BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
, acknowledged_by BIGINT REFERENCES users (id), is_public BOOLEAN NOT NULL DEFAULT TRUE);
INSERT INTO "incidents" VALUES(1,'9w5z5ndrtzxr',1,'Nothing is down','check','major','resolved',1796075689430,1796075689445,NULL,1796075698597,1,'refused','127.0.0.1:1 refused the connection',2,1796075689479,NULL,1);
INSERT INTO "incidents" VALUES(2,'7hf8vv4dazbt',1,'Nightly is down','check','major','resolved',1796075689952,1796075689952,NULL,1796075690204,0,'assertion','the job reported a failure',2,1796075689953,NULL,1);
INSERT INTO "incidents" VALUES(3,'znydvgfwndex',1,'Hourly is down','check','major','resolved',1796075691102,1796075691102,NULL,1796075691339,0,'assertion','the job reported a failure',2,1796075691103,NULL,1);
INSERT INTO "incidents" VALUES(4,'kwczwjkz4a54',1,'Planned work','manual','minor','investigating',1796075691567,NULL,NULL,NULL,0,'none','We move.',1,1796075691567,NULL,1);
CREATE TABLE installation (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO "installation" VALUES('secret_key_check','F2mHqyCQQtC5dtDeCReGtGhgAUbuwhwnWoeDB66nwwU=');
INSERT INTO "installation" VALUES('first_user','olivia@example.com');
CREATE TABLE intakes (
  from_at BIGINT PRIMARY KEY,
  until_at BIGINT NOT NULL
);
INSERT INTO "intakes" VALUES(1796075688348,1796075703636);
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  created_by BIGINT REFERENCES users (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  revoked_at BIGINT
);
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  emitted_through BIGINT NOT NULL
);
INSERT INTO "leases" VALUES('janitor','local',2,1796076888340,1796075688340);
INSERT INTO "leases" VALUES('scheduler','local',1,1796075704472,1796075705401);
CREATE TABLE location_states (
  monitor_id BIGINT NOT NULL,
  location TEXT NOT NULL,
  version BIGINT NOT NULL,
  last_slot BIGINT,
  last_outcome BIGINT,
  last_latency_us BIGINT,
  verdict BIGINT NOT NULL,
  state BYTEA NOT NULL,
  PRIMARY KEY (monitor_id, location)
) WITHOUT ROWID;
INSERT INTO "location_states" VALUES(1,'default',11,1796075698465,0,3763,0,X'04020000000001C2E4A1E7C56808D20100046E6F6E6500E63A14F443B414D81DD411FE18AC298015C611C012E63A0000000180928FE4C568141400000000D08C0100EABD02C611F44312E00204020206020202080208021002120208020000');
INSERT INTO "location_states" VALUES(2,'default',10,1796075698110,2,296,0,X'04020000000001FCDEA1E7C56808CE07040772656675736564223132372E302E302E313A3120726566757365642074686520636F6E6E656374696F6ED004000000000180928FE4C568120000120000807D807D000101000000');
INSERT INTO "location_states" VALUES(3,'heartbeat',3,1796075690204,0,NULL,1,X'040202B8E3A0E7C56800B8E3A0E7C56801B8E3A0E7C56800889CCD1000046E6F6E6500010280A61D0000000180928FE4C568060400020000E407F80380A61D80A61D80A61D02EC04020000');
INSERT INTO "location_states" VALUES(4,'heartbeat',3,1796075691339,0,NULL,1,X'04020296F5A0E7C5680096F5A0E7C5680196F5A0E7C56800808DC60300046E6F6E6500010290F71C0000000180928FE4C568060400020000C207DA0390F71C90F71C90F71C02EC04020000');
INSERT INTO "location_states" VALUES(5,'default',2,1796075689476,0,1074,0,X'0402000000000188D8A0E7C56806D22100046E6F6E6500E41002E4100000000180928FE4C5680202000000000000E410E410E41002DE02020000');
CREATE TABLE mail_recipients (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  token_hash BYTEA UNIQUE,
  mail_at BIGINT,
  mailed_at BIGINT,
  confirmed_at BIGINT,
  unsubscribed_at BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (organization_id, address)
);
CREATE TABLE mailed_links (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  token_hash BYTEA UNIQUE,
  mail_at BIGINT,
  requested_at BIGINT NOT NULL,
  day_began_at BIGINT NOT NULL,
  day_count BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  UNIQUE (kind, address)
);
CREATE TABLE memberships (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, user_id)
);
INSERT INTO "memberships" VALUES(1,1,'owner',1796075689258);
CREATE TABLE monitor_states (
  monitor_id BIGINT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  verdict BIGINT NOT NULL,
  since BIGINT NOT NULL,
  incident_id BIGINT,
  anomaly_incident_id BIGINT
, certificate_incident_id BIGINT, certificate_watch TEXT) WITHOUT ROWID;
INSERT INTO "monitor_states" VALUES(1,3,0,1796075698570,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(2,3,0,1796075698597,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(3,4,1,1796075690204,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(4,4,1,1796075691339,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(5,3,0,1796075691629,NULL,NULL,NULL,NULL);
CREATE TABLE monitors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  target TEXT NOT NULL,
  interval_ms BIGINT NOT NULL CHECK (interval_ms > 0),
  timeout_ms BIGINT NOT NULL CHECK (timeout_ms > 0),
  confirmations BIGINT NOT NULL,
  confirmation_delay_ms BIGINT NOT NULL,
  recovery_confirmations BIGINT NOT NULL,
  locations TEXT NOT NULL,
  quorum BIGINT NOT NULL,
  settings TEXT NOT NULL,
  sealed_settings BYTEA,
  anomaly TEXT NOT NULL,
  tags TEXT NOT NULL,
  group_name TEXT,
  depends_on TEXT NOT NULL,
  channel_ids TEXT,
  search_key TEXT NOT NULL,
  tags_key TEXT NOT NULL,
  paused BOOLEAN NOT NULL,
  revision BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  effective_at BIGINT NOT NULL,
  deleted_at BIGINT
);
INSERT INTO "monitors" VALUES(1,1,'Shop','http','http://127.0.0.1:34547/',1000,800,1,0,0,'["default"]',1,'{"assertions":[],"bearer_token":null,"body":null,"ca_certificates":null,"cache_buster":false,"client_certificate":null,"client_key":null,"dns_cache":true,"expected_status":["200-299"],"follow_redirects":true,"headers":{"Accept":"text/html"},"http_version":"1.1","inverted":false,"ip_version":"any","max_redirects":10,"method":"GET","password":null,"secret_body":null,"secret_headers":{"X-Key":"********"},"server_name":null,"strict_http":false,"username":null,"verify_tls":true}',X'C4C5EDCCB0AD3922380D0D7C8C420ACED8ED7EDED56A775264F3706D3AF9ABF04465B567D0B51C9C408DC69C8E4C182851370A3413FC54791A30826FC6B0F6B5A2','{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','["prod"]','Web','[]',NULL,'shop
http://127.0.0.1:34547/','
prod
',1,1,2,1796075689298,1796075698570,1796075689298,NULL);
INSERT INTO "monitors" VALUES(2,1,'Nothing','tcp','127.0.0.1:1',1000,500,2,0,0,'["default"]',1,'{"assertions":[],"ca_certificates":null,"client_certificate":null,"client_key":null,"dns_cache":true,"expect":null,"inverted":false,"ip_version":"any","secret_send":null,"send":null,"server_name":null,"starttls":"none","tls":false,"verify_tls":true}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[1]',NULL,'nothing
127.0.0.1:1','',1,1,2,1796075689315,1796075698597,1796075689315,NULL);
INSERT INTO "monitors" VALUES(3,1,'Nightly','heartbeat','',86400000,900000,0,0,0,'[]',1,'{"grace_seconds":900,"schedule":"30 3 * * *","time_zone":"Europe/Berlin"}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[]',NULL,'nightly
','',0,1,1,1796075689330,1796075689330,1796075689330,NULL);
INSERT INTO "monitors" VALUES(4,1,'Hourly','heartbeat','',3600000,120000,0,0,0,'[]',1,'{"grace_seconds":120,"schedule":null,"time_zone":"UTC"}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[]',NULL,'hourly
','',0,1,1,1796075689348,1796075689348,1796075689348,NULL);
INSERT INTO "monitors" VALUES(5,1,'Paused','icmp','127.0.0.1',5000,4000,1,0,0,'["default"]',1,'{"assertions":[],"dns_cache":true,"ip_version":"any","packet_interval_ms":200,"packet_size":56,"packets":1}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[]',NULL,'paused
127.0.0.1','',1,1,2,1796075689378,1796075691629,1796075689378,NULL);
CREATE TABLE organizations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
INSERT INTO "organizations" VALUES(1,'Acme',1796075689258);
CREATE TABLE pauses (
  monitor_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  PRIMARY KEY (monitor_id, from_at)
) WITHOUT ROWID;
INSERT INTO "pauses" VALUES(1,1796075698570,NULL);
INSERT INTO "pauses" VALUES(2,1796075698597,NULL);
INSERT INTO "pauses" VALUES(5,1796075691629,NULL);
CREATE TABLE pings (
  monitor_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  exit_status BIGINT,
  run_id TEXT,
  duration_ms BIGINT,
  sender TEXT,
  body TEXT,
  PRIMARY KEY (monitor_id, number)
);
INSERT INTO "pings" VALUES(3,1,1796075689466,'start',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(3,2,1796075689706,'success',NULL,NULL,240,'127.0.0.1','said');
INSERT INTO "pings" VALUES(3,3,1796075689952,'fail',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(3,4,1796075690204,'success',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,1,1796075690621,'start',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,2,1796075690858,'success',NULL,NULL,237,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,3,1796075691102,'fail',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,4,1796075691339,'success',NULL,NULL,NULL,'127.0.0.1','said');
CREATE TABLE results (
  monitor_id BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  location TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  interval_ms BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  outcome BIGINT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  status_code BIGINT,
  attempts BIGINT NOT NULL,
  first_failed_at BIGINT,
  latency_us BIGINT NOT NULL,
  dns_us BIGINT,
  connect_us BIGINT,
  tls_us BIGINT,
  first_byte_us BIGINT,
  transfer_us BIGINT,
  anomalous BOOLEAN NOT NULL,
  z_score DOUBLE PRECISION,
  PRIMARY KEY (monitor_id, slot, location)
) WITHOUT ROWID;
INSERT INTO "results" VALUES(1,1796075689373,'default',1796075689375,1796075689379,1000,1,0,'none','',200,1,NULL,4346,NULL,866,NULL,1735,251,0,NULL);
INSERT INTO "results" VALUES(1,1796075690465,'default',1796075690470,1796075690471,1000,1,0,'none','',200,1,NULL,1306,NULL,371,NULL,849,44,0,NULL);
INSERT INTO "results" VALUES(1,1796075691465,'default',1796075691471,1796075691472,1000,1,0,'none','',200,1,NULL,1900,NULL,1356,NULL,486,21,0,NULL);
INSERT INTO "results" VALUES(1,1796075692465,'default',1796075692470,1796075692471,1000,1,0,'none','',200,1,NULL,1130,NULL,248,NULL,830,26,0,NULL);
INSERT INTO "results" VALUES(1,1796075693465,'default',1796075693470,1796075693471,1000,1,0,'none','',200,1,NULL,1599,NULL,364,NULL,1164,32,0,NULL);
INSERT INTO "results" VALUES(1,1796075694465,'default',1796075694473,1796075694475,1000,1,0,'none','',200,1,NULL,2646,NULL,224,NULL,2364,28,0,NULL);
INSERT INTO "results" VALUES(1,1796075695465,'default',1796075695469,1796075695470,1000,1,0,'none','',200,1,NULL,1344,NULL,287,NULL,989,31,0,NULL);
INSERT INTO "results" VALUES(1,1796075696465,'default',1796075696469,1796075696470,1000,1,0,'none','',200,1,NULL,1123,NULL,303,NULL,750,31,0,NULL);
INSERT INTO "results" VALUES(1,1796075697465,'default',1796075697469,1796075697470,1000,1,0,'none','',200,1,NULL,1184,NULL,310,NULL,813,27,0,NULL);
INSERT INTO "results" VALUES(1,1796075698465,'default',1796075698469,1796075698472,1000,1,0,'none','',200,1,NULL,3763,NULL,285,NULL,3417,28,0,NULL);
INSERT INTO "results" VALUES(1,1796075699465,'default',1796075699470,1796075699473,1000,1,0,'none','',200,1,NULL,3636,NULL,366,NULL,3197,36,0,NULL);
INSERT INTO "results" VALUES(2,1796075689426,'default',1796075689430,1796075689445,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075689430,289,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075691110,'default',1796075691115,1796075691124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075691115,322,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075692110,'default',1796075692114,1796075692124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075692114,299,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075693110,'default',1796075693114,1796075693125,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075693114,245,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075694110,'default',1796075694114,1796075694124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075694114,376,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075695110,'default',1796075695114,1796075695124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075695114,462,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075696110,'default',1796075696114,1796075696124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075696114,218,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075697110,'default',1796075697114,1796075697124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075697114,362,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075698110,'default',1796075698114,1796075698124,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075698114,296,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796075699110,'default',1796075699115,1796075699125,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796075699115,438,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(3,1796075689706,'heartbeat',1796075689706,1796075689706,17410294,1,0,'none','',NULL,1,NULL,240000,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(3,1796075689952,'heartbeat',1796075689952,1796075689952,17410048,1,2,'assertion','the job reported a failure',NULL,1,1796075689952,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(3,1796075690204,'heartbeat',1796075690204,1796075690204,17409796,1,0,'none','',NULL,1,NULL,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(4,1796075690858,'heartbeat',1796075690858,1796075690858,3720000,1,0,'none','',NULL,1,NULL,237000,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(4,1796075691102,'heartbeat',1796075691102,1796075691102,3720000,1,2,'assertion','the job reported a failure',NULL,1,1796075691102,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(4,1796075691339,'heartbeat',1796075691339,1796075691339,3720000,1,0,'none','',NULL,1,NULL,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(5,1796075689476,'default',1796075689479,1796075689480,5000,1,0,'none','',NULL,1,NULL,1074,NULL,NULL,NULL,NULL,NULL,0,NULL);
CREATE TABLE runners (
  name TEXT PRIMARY KEY,
  location TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
INSERT INTO "runners" VALUES('local','default','0.1.0',1796075688096,1796075703355);
CREATE TABLE schema_migrations (
  version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL
);
INSERT INTO "schema_migrations" VALUES(1,'createSchema',1796075688033);
INSERT INTO "schema_migrations" VALUES(2,'addBlindSpells',1796075688033);
INSERT INTO "schema_migrations" VALUES(3,'addRunners',1796075688033);
INSERT INTO "schema_migrations" VALUES(4,'addHeartbeats',1796075688034);
INSERT INTO "schema_migrations" VALUES(5,'addCertificateChains',1796075688034);
INSERT INTO "schema_migrations" VALUES(6,'addAcknowledger',1796075688035);
INSERT INTO "schema_migrations" VALUES(7,'addCertificateWarnings',1796075688037);
INSERT INTO "schema_migrations" VALUES(8,'addUntimed',1796075688038);
INSERT INTO "schema_migrations" VALUES(9,'addDuePings',1796075688039);
INSERT INTO "schema_migrations" VALUES(10,'addFairSending',1796075688042);
INSERT INTO "schema_migrations" VALUES(11,'addMailRecipients',1796075688042);
INSERT INTO "schema_migrations" VALUES(12,'addMakers',1796075688043);
INSERT INTO "schema_migrations" VALUES(13,'addQuotas',1796075688045);
INSERT INTO "schema_migrations" VALUES(14,'addAuditOrigin',1796075688049);
INSERT INTO "schema_migrations" VALUES(15,'addIncidentVisibility',1796075688051);
INSERT INTO "schema_migrations" VALUES(16,'addConfirmedAddresses',1796075688054);
INSERT INTO "schema_migrations" VALUES(17,'addRecipients',1796075688066);
INSERT INTO "schema_migrations" VALUES(18,'addClockSetbacks',1796075688066);
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id BIGINT NOT NULL REFERENCES users (id),
  token_hash BYTEA NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL
);
INSERT INTO "sessions" VALUES(1,1,X'B8CFE4709C28EBE7100C02B71855841CC6D9710886F0BCB109F644B1C5E859A9',1796075689258,1796075689258,1798667689258,'Python-urllib/3.11','127.0.0.1');
INSERT INTO "sessions" VALUES(2,1,X'1EDFC4D093D32B7440D368BE8992456549B0A463D2610A4D59A3E15F7F9C64BB',1796075704331,1796075704331,1798667704331,'Python-urllib/3.11','127.0.0.1');
CREATE TABLE status_pages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  published BOOLEAN NOT NULL,
  theme TEXT NOT NULL,
  history_days BIGINT NOT NULL,
  sections TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
INSERT INTO "status_pages" VALUES(1,1,'acme','Acme','',1,'system',90,'[{"components":[{"id":1000,"monitor":1,"name":"The shop","showLatency":false}],"name":"Web"}]',1,1796075689424,1796075689424);
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  created_by BIGINT REFERENCES users (id),
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  expires_at BIGINT,
  revoked_at BIGINT
);
INSERT INTO "tokens" VALUES(1,1,'tools','owner',X'BD85F5DACA2B38F6D7889CEBC1B3F11D1416C525DEE1249855408AB0C89AA8D3','shk_heRi',1,1796075689273,1796075689284,NULL,NULL);
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
, email_confirmed_at BIGINT);
INSERT INTO "users" VALUES(1,'olivia@example.com','olivia@example.com','Olivia','$scrypt$ln=17,r=8,p=1$V5Vsu4VvA8b8ObjtQ5As1w$P6YoZT_r0Bo1S_e_TtU5HAxDTq8UaSPA6r9-WUjgK9c',1796075689258,1796075689258);
CREATE TABLE watermarks (
  name TEXT PRIMARY KEY,
  slot BIGINT NOT NULL
);
INSERT INTO "watermarks" VALUES('results',1480715688357);
CREATE INDEX memberships_user ON memberships (user_id);
CREATE INDEX invitations_organization ON invitations (organization_id, id);
CREATE INDEX sessions_user ON sessions (user_id, id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX tokens_organization ON tokens (organization_id, id);
CREATE INDEX audit_organization ON audit (organization_id, id);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE INDEX monitors_organization ON monitors (organization_id, id);
CREATE INDEX monitors_updated ON monitors (updated_at);
CREATE TRIGGER results_refuse_update BEFORE UPDATE ON results
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER results_refuse_delete BEFORE DELETE ON results
WHEN OLD.slot >= coalesce((SELECT slot FROM watermarks WHERE name = 'results'), 0)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER watermarks_only_grow BEFORE UPDATE ON watermarks
WHEN NEW.slot < OLD.slot OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'a watermark only grows'); END;
CREATE INDEX incidents_organization ON incidents (organization_id, id);
CREATE INDEX incidents_open ON incidents (organization_id, id) WHERE resolved_at IS NULL;
CREATE INDEX incidents_resolved ON incidents (organization_id, resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX incident_monitors_monitor ON incident_monitors (monitor_id, incident_id);
CREATE INDEX incident_updates_incident ON incident_updates (incident_id, id);
CREATE UNIQUE INDEX alert_events_once ON alert_events (incident_id, kind, sequence) WHERE incident_id IS NOT NULL;
CREATE UNIQUE INDEX alert_events_monitor_once ON alert_events (monitor_id, kind, sequence) WHERE incident_id IS NULL;
CREATE INDEX channels_organization ON channels (organization_id, id);
CREATE INDEX status_pages_organization ON status_pages (organization_id, id);
CREATE INDEX alert_events_unplanned ON alert_events (organization_id, id) WHERE planned_at IS NULL;
CREATE INDEX mail_recipients_address ON mail_recipients (address);
CREATE INDEX mail_recipients_due ON mail_recipients (mail_at) WHERE mail_at IS NOT NULL;
CREATE INDEX idempotency_keys_organization ON idempotency_keys (organization_id, created_at);
CREATE INDEX incidents_manual ON incidents (organization_id, created_at) WHERE cause = 'manual';
CREATE INDEX alert_events_age ON alert_events (created_at);
CREATE INDEX mailed_links_due ON mailed_links (mail_at) WHERE mail_at IS NOT NULL;
CREATE INDEX mailed_links_requested ON mailed_links (requested_at);
CREATE INDEX mailed_links_expiry ON mailed_links (expires_at);
CREATE UNIQUE INDEX deliveries_once ON deliveries (event_id, channel_id, recipient);
CREATE INDEX deliveries_organization ON deliveries (organization_id, id);
CREATE INDEX deliveries_next ON deliveries (channel_id, not_before, id) WHERE status = 'pending';
CREATE INDEX deliveries_claimed ON deliveries (claimed_until)
WHERE status = 'pending' AND claimed_until IS NOT NULL;
CREATE INDEX deliveries_ended ON deliveries (created_at) WHERE status <> 'pending';
CREATE INDEX deliveries_order ON deliveries (channel_id, incident_id, recipient, event_id)
WHERE status = 'pending';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('deliveries',7);
INSERT INTO "sqlite_sequence" VALUES('users',1);
INSERT INTO "sqlite_sequence" VALUES('organizations',1);
INSERT INTO "sqlite_sequence" VALUES('audit',14);
INSERT INTO "sqlite_sequence" VALUES('sessions',2);
INSERT INTO "sqlite_sequence" VALUES('tokens',1);
INSERT INTO "sqlite_sequence" VALUES('monitors',5);
INSERT INTO "sqlite_sequence" VALUES('channels',1);
INSERT INTO "sqlite_sequence" VALUES('status_pages',1);
INSERT INTO "sqlite_sequence" VALUES('incidents',4);
INSERT INTO "sqlite_sequence" VALUES('alert_events',7);
INSERT INTO "sqlite_sequence" VALUES('incident_updates',2);
COMMIT;
