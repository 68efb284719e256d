PRAGMA application_id = 1212241739;
PRAGMA user_version = 0;
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
INSERT INTO "alert_events" VALUES(1,1,1,2,'incident.opened',0,1796076333991,1796076334044,'down','refused','127.0.0.1:1 refused the connection',1796076334067);
INSERT INTO "alert_events" VALUES(2,1,2,3,'incident.opened',0,1796076334466,1796076334470,'down','assertion','the job reported a failure',1796076334474);
INSERT INTO "alert_events" VALUES(3,1,2,3,'incident.resolved',0,1796076334706,1796076334713,'up','assertion','the job reported a failure',1796076334738);
INSERT INTO "alert_events" VALUES(4,1,3,4,'incident.opened',0,1796076335461,1796076335469,'down','assertion','the job reported a failure',1796076335491);
INSERT INTO "alert_events" VALUES(5,1,3,4,'incident.resolved',0,1796076335714,1796076335718,'up','assertion','the job reported a failure',1796076335734);
INSERT INTO "alert_events" VALUES(6,1,4,1,'incident.opened',0,1796076335939,1796076335939,'up','none','We move.',1796076335990);
INSERT INTO "alert_events" VALUES(7,1,1,2,'incident.resolved',0,1796076343536,1796076343536,'paused','refused','the monitor was paused; its recovery was not confirmed',1796076343548);
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
INSERT INTO "audit" VALUES(1,1,1796076333827,1,NULL,'organization.create','organization',1,'{"email_confirmed":true,"owner":"olivia@example.com"}','127.0.0.1','Python-urllib/3.11',NULL);
INSERT INTO "audit" VALUES(2,1,1796076333853,1,NULL,'token.create','token',1,'{"name":"tools","role":"owner"}','127.0.0.1','Python-urllib/3.11',NULL);
INSERT INTO "audit" VALUES(3,1,1796076333893,NULL,1,'monitor.create','monitor',1,'{"name":"Shop"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(4,1,1796076333911,NULL,1,'monitor.create','monitor',2,'{"name":"Nothing"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(5,1,1796076333927,NULL,1,'monitor.create','monitor',3,'{"name":"Nightly"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(6,1,1796076333935,NULL,1,'monitor.create','monitor',4,'{"name":"Hourly"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(7,1,1796076333944,NULL,1,'monitor.create','monitor',5,'{"name":"Paused"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(8,1,1796076333952,NULL,1,'channel.create','channel',1,'{"name":"Hook"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(9,1,1796076333961,NULL,1,'status_page.create','status_page',1,'{"slug":"acme"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(10,1,1796076335939,NULL,1,'incident.create','incident',4,'{"title":"Planned work"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(11,1,1796076335979,NULL,1,'monitor.pause','monitor',5,'{"name":"Paused"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(12,1,1796076343523,NULL,1,'monitor.pause','monitor',1,'{"name":"Shop"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(13,1,1796076343537,NULL,1,'monitor.pause','monitor',2,'{"name":"Nothing"}','127.0.0.1','Python-urllib/3.11','tools');
INSERT INTO "audit" VALUES(14,1,1796076349432,1,NULL,'user.sign_in','user',1,'{"known_device":false}','127.0.0.1','Python-urllib/3.11',NULL);
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
INSERT INTO "channels" VALUES(1,1,'Hook','webhook','{"url":"http://127.0.0.1:1/hook"}',NULL,1,1,'127.0.0.1:1 cannot be reached: connection refused',1,1796076333952,1796076333952,NULL,NULL,NULL);
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
INSERT INTO "deliveries" VALUES(1,1,1,1,1,'incident.opened','feeeeb8d3cf0456771c8ec7efc2906e7','pending',2,1796076350109,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796076334067,NULL,'');
INSERT INTO "deliveries" VALUES(2,1,2,1,2,'incident.opened','ee6fb4593967f6fc992c538b5be28329','pending',2,1796076350121,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796076334474,NULL,'');
INSERT INTO "deliveries" VALUES(3,1,3,1,2,'incident.resolved','be4edd17d7567a4192207d8310d58cf0','pending',0,1796076350121,0,NULL,NULL,NULL,1796076334738,NULL,'');
INSERT INTO "deliveries" VALUES(4,1,4,1,3,'incident.opened','5ae5949afdc4fb66a278abf408795c67','pending',2,1796076351190,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796076335490,NULL,'');
INSERT INTO "deliveries" VALUES(5,1,5,1,3,'incident.resolved','8b9baad899074e5dd19c7e64a6fae9ea','pending',0,1796076351190,0,NULL,NULL,NULL,1796076335733,NULL,'');
INSERT INTO "deliveries" VALUES(6,1,6,1,4,'incident.opened','ae4138b42135ee7f55faa1905b09e535','pending',2,1796076351199,0,NULL,NULL,'127.0.0.1:1 cannot be reached: connection refused',1796076335990,NULL,'');
INSERT INTO "deliveries" VALUES(7,1,7,1,1,'incident.resolved','336efd00e526a063a535f2912291e715','pending',0,1796076350109,0,NULL,NULL,NULL,1796076343547,NULL,'');
CREATE TABLE evidence (
  monitor_id BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  location TEXT NOT NULL,
  attempts TEXT NOT NULL,
  PRIMARY KEY (monitor_id, slot, location)
);
INSERT INTO "evidence" VALUES(2,1796076333978,'default','[{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":642,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:33.981Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":236,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:33.989Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":545,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:33.990Z"}]');
INSERT INTO "evidence" VALUES(3,1796076334466,'heartbeat','[{"evidence":{"addresses":[],"body":"said","certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":0,"message":"the job reported a failure","outcome":"down","reason":"assertion","startedAt":"2026-11-30T22:05:34.466Z"}]');
INSERT INTO "evidence" VALUES(2,1796076335110,'default','[{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":1446,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:35.110Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":311,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:35.115Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":323,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:35.120Z"}]');
INSERT INTO "evidence" VALUES(4,1796076335461,'heartbeat','[{"evidence":{"addresses":[],"body":"said","certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":0,"message":"the job reported a failure","outcome":"down","reason":"assertion","startedAt":"2026-11-30T22:05:35.461Z"}]');
INSERT INTO "evidence" VALUES(2,1796076336110,'default','[{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":295,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:36.110Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":292,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:36.115Z"},{"evidence":{"addresses":["127.0.0.1"],"certificates":[],"headers":[],"lenient":[],"redirects":[]},"latencyMicroseconds":283,"message":"127.0.0.1:1 refused the connection","outcome":"down","reason":"refused","startedAt":"2026-11-30T22:05:36.120Z"}]');
CREATE TABLE heartbeats (
  monitor_id BIGINT PRIMARY KEY,
  ping_key TEXT NOT NULL UNIQUE,
  pings BIGINT NOT NULL,
  open_runs TEXT NOT NULL,
  settled_at BIGINT
, due_at BIGINT, running_since BIGINT);
INSERT INTO "heartbeats" VALUES(3,'bcf35986-78af-4cef-8699-fb2469f6c9b7',4,'{"starts":[]}',1796076334706,1796092200000,NULL);
INSERT INTO "heartbeats" VALUES(4,'47c65c25-1c22-43d4-9401-12c56353d370',4,'{"starts":[]}',1796076335714,1796079935714,NULL);
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
INSERT INTO "incident_updates" VALUES(1,4,'investigating','We move.',1,NULL,1796076335939);
INSERT INTO "incident_updates" VALUES(2,1,'resolved','the monitor was paused',0,NULL,1796076343536);
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
INSERT INTO "incidents" VALUES(1,'zen41ncf7w5e',1,'Nothing is down','check','major','resolved',1796076333981,1796076333991,NULL,1796076343536,1,'refused','127.0.0.1:1 refused the connection',2,1796076334016,NULL,1);
INSERT INTO "incidents" VALUES(2,'zvek2gxmyt71',1,'Nightly is down','check','major','resolved',1796076334466,1796076334466,NULL,1796076334706,0,'assertion','the job reported a failure',2,1796076334467,NULL,1);
INSERT INTO "incidents" VALUES(3,'hmb9z9z0m0xz',1,'Hourly is down','check','major','resolved',1796076335461,1796076335461,NULL,1796076335714,0,'assertion','the job reported a failure',2,1796076335462,NULL,1);
INSERT INTO "incidents" VALUES(4,'e2t9w2ztwcdn',1,'Planned work','manual','minor','investigating',1796076335939,NULL,NULL,NULL,0,'none','We move.',1,1796076335939,NULL,1);
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
INSERT INTO "intakes" VALUES(1796076332254,1796076349445);
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
INSERT INTO "leases" VALUES('janitor','local',2,1796077532232,1796076332232);
INSERT INTO "leases" VALUES('scheduler','local',1,1796076349547,1796076350536);
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
INSERT INTO "location_states" VALUES(1,'default',11,1796076343465,0,5777,0,X'04020000000001D2C2F0E7C568027400046E6F6E6500A25A14AA71C8188C438C648E3CBA16B01292608E42A25A0000000180CCC6E7C568141400000000D08C0100C49205B012AA7114E202020A0204022E02040202020E020402020206020000');
INSERT INTO "location_states" VALUES(2,'default',11,1796076343110,2,583,0,X'040200000000018CBDF0E7C56800D406040772656675736564223132372E302E302E313A3120726566757365642074686520636F6E6E656374696F6E8E09000000000180CCC6E7C568140000140000D08C01D08C01000101000000');
INSERT INTO "location_states" VALUES(3,'heartbeat',3,1796076334706,0,NULL,1,X'040202E4B9EFE7C56800E4B9EFE7C56801E4B9EFE7C56800DCC5FE0F00046E6F6E65000102B0961D0000000180CCC6E7C568060400020000B407E003B0961DB0961DB0961D02EC04020000');
INSERT INTO "location_states" VALUES(4,'heartbeat',3,1796076335714,0,NULL,1,X'040202C4C9EFE7C56800C4C9EFE7C56801C4C9EFE7C56800808DC60300046E6F6E65000102F0D41D0000000180CCC6E7C5680604000200008A08FA03F0D41DF0D41DF0D41D02EC04020000');
INSERT INTO "location_states" VALUES(5,'default',2,1796076334029,0,346,0,X'040200000000019AAFEFE7C5680CBC1E00046E6F6E6500B40502B4050000000180CCC6E7C5680202000000000000B405B405B40502A602020000');
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
INSERT INTO "memberships" VALUES(1,1,'owner',1796076333827);
CREATE TABLE monitor_states (
  monitor_id BIGINT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  verdict BIGINT NOT NULL,
  since BIGINT NOT NULL,
  incident_id BIGINT,
  anomaly_incident_id BIGINT
, certificate_incident_id BIGINT, certificate_watch TEXT) WITHOUT ROWID;
INSERT INTO "monitor_states" VALUES(1,3,0,1796076343523,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(2,3,0,1796076343536,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(3,4,1,1796076334706,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(4,4,1,1796076335714,NULL,NULL,NULL,NULL);
INSERT INTO "monitor_states" VALUES(5,3,0,1796076335979,NULL,NULL,NULL,NULL);
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
INSERT INTO "monitors" VALUES(1,1,'Shop','http','http://127.0.0.1:41981/',1000,800,1,0,0,'["default"]',1,'{"assertions":[],"bearer_token":null,"body":null,"ca_certificates":null,"cache_buster":false,"client_certificate":null,"client_key":null,"dns_cache":true,"expected_status":["200-299"],"follow_redirects":true,"headers":{"Accept":"text/html"},"http_version":"1.1","inverted":false,"ip_version":"any","max_redirects":10,"method":"GET","password":null,"secret_body":null,"secret_headers":{"X-Key":"********"},"server_name":null,"strict_http":false,"username":null,"verify_tls":true}',X'76F843795487170ED00A48062E22E9879ACF16F80B4B21DB79475201BFDFF01FB9D64BA2D16A2BF793BAAF32CF51822FD74D1A7639ED877AEF6F16F11446C1358B','{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','["prod"]','Web','[]',NULL,'shop
http://127.0.0.1:41981/','
prod
',1,1,2,1796076333890,1796076343523,1796076333890,NULL);
INSERT INTO "monitors" VALUES(2,1,'Nothing','tcp','127.0.0.1:1',1000,500,2,0,0,'["default"]',1,'{"assertions":[],"ca_certificates":null,"client_certificate":null,"client_key":null,"dns_cache":true,"expect":null,"inverted":false,"ip_version":"any","secret_send":null,"send":null,"server_name":null,"starttls":"none","tls":false,"verify_tls":true}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[1]',NULL,'nothing
127.0.0.1:1','',1,1,2,1796076333910,1796076343536,1796076333910,NULL);
INSERT INTO "monitors" VALUES(3,1,'Nightly','heartbeat','',86400000,900000,0,0,0,'[]',1,'{"grace_seconds":900,"schedule":"30 3 * * *","time_zone":"Europe/Berlin"}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[]',NULL,'nightly
','',0,1,1,1796076333926,1796076333926,1796076333926,NULL);
INSERT INTO "monitors" VALUES(4,1,'Hourly','heartbeat','',3600000,120000,0,0,0,'[]',1,'{"grace_seconds":120,"schedule":null,"time_zone":"UTC"}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[]',NULL,'hourly
','',0,1,1,1796076333935,1796076333935,1796076333935,NULL);
INSERT INTO "monitors" VALUES(5,1,'Paused','icmp','127.0.0.1',5000,4000,1,0,0,'["default"]',1,'{"assertions":[],"dns_cache":true,"ip_version":"any","packet_interval_ms":200,"packet_size":56,"packets":1}',NULL,'{"consecutive":3,"enabled":true,"min_ms":20,"sensitivity":2}','[]',NULL,'[]',NULL,'paused
127.0.0.1','',1,1,2,1796076333943,1796076335979,1796076333943,NULL);
CREATE TABLE organizations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
INSERT INTO "organizations" VALUES(1,'Acme',1796076333827);
CREATE TABLE pauses (
  monitor_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  PRIMARY KEY (monitor_id, from_at)
) WITHOUT ROWID;
INSERT INTO "pauses" VALUES(1,1796076343523,NULL);
INSERT INTO "pauses" VALUES(2,1796076343536,NULL);
INSERT INTO "pauses" VALUES(5,1796076335979,NULL);
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
INSERT INTO "pings" VALUES(3,1,1796076333993,'start',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(3,2,1796076334232,'success',NULL,NULL,239,'127.0.0.1','said');
INSERT INTO "pings" VALUES(3,3,1796076334466,'fail',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(3,4,1796076334706,'success',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,1,1796076334954,'start',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,2,1796076335197,'success',NULL,NULL,243,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,3,1796076335461,'fail',NULL,NULL,NULL,'127.0.0.1','said');
INSERT INTO "pings" VALUES(4,4,1796076335714,'success',NULL,NULL,NULL,'127.0.0.1','said');
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
INSERT INTO "results" VALUES(1,1796076333978,'default',1796076333983,1796076333990,1000,1,0,'none','',200,1,NULL,7253,NULL,2693,NULL,3664,69,0,NULL);
INSERT INTO "results" VALUES(1,1796076335465,'default',1796076335467,1796076335468,1000,1,0,'none','',200,1,NULL,1572,NULL,451,NULL,1038,38,0,NULL);
INSERT INTO "results" VALUES(1,1796076336465,'default',1796076336465,1796076336469,1000,1,0,'none','',200,1,NULL,4294,NULL,267,NULL,3959,27,0,NULL);
INSERT INTO "results" VALUES(1,1796076337465,'default',1796076337466,1796076337472,1000,1,0,'none','',200,1,NULL,6406,NULL,229,NULL,6117,24,0,NULL);
INSERT INTO "results" VALUES(1,1796076338465,'default',1796076338465,1796076338468,1000,1,0,'none','',200,1,NULL,3847,NULL,1500,NULL,2278,31,0,NULL);
INSERT INTO "results" VALUES(1,1796076339465,'default',1796076339465,1796076339466,1000,1,0,'none','',200,1,NULL,1437,NULL,376,NULL,982,35,0,NULL);
INSERT INTO "results" VALUES(1,1796076340465,'default',1796076340467,1796076340468,1000,1,0,'none','',200,1,NULL,1176,NULL,288,NULL,806,46,0,NULL);
INSERT INTO "results" VALUES(1,1796076341465,'default',1796076341466,1796076341472,1000,1,0,'none','',200,1,NULL,6153,NULL,601,NULL,5436,53,0,NULL);
INSERT INTO "results" VALUES(1,1796076342465,'default',1796076342469,1796076342473,1000,1,0,'none','',200,1,NULL,4231,NULL,298,NULL,3832,30,0,NULL);
INSERT INTO "results" VALUES(1,1796076343465,'default',1796076343466,1796076343471,1000,1,0,'none','',200,1,NULL,5777,NULL,237,NULL,5480,26,0,NULL);
INSERT INTO "results" VALUES(1,1796076344465,'default',1796076344465,1796076344469,1000,1,0,'none','',200,1,NULL,4070,NULL,457,NULL,3411,131,0,NULL);
INSERT INTO "results" VALUES(2,1796076333978,'default',1796076333981,1796076333991,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076333981,545,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076335110,'default',1796076335110,1796076335120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076335110,323,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076336110,'default',1796076336110,1796076336120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076336110,283,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076337110,'default',1796076337110,1796076337120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076337110,350,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076338110,'default',1796076338111,1796076338120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076338111,317,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076339110,'default',1796076339110,1796076339120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076339110,457,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076340110,'default',1796076340110,1796076340122,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076340110,250,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076341110,'default',1796076341110,1796076341120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076341110,235,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076342110,'default',1796076342110,1796076342120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076342110,258,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076343110,'default',1796076343110,1796076343125,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076343110,583,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(2,1796076344110,'default',1796076344110,1796076344120,1000,1,2,'refused','127.0.0.1:1 refused the connection',NULL,3,1796076344110,347,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(3,1796076334232,'heartbeat',1796076334232,1796076334232,16765768,1,0,'none','',NULL,1,NULL,239000,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(3,1796076334466,'heartbeat',1796076334466,1796076334466,16765534,1,2,'assertion','the job reported a failure',NULL,1,1796076334466,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(3,1796076334706,'heartbeat',1796076334706,1796076334706,16765294,1,0,'none','',NULL,1,NULL,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(4,1796076335197,'heartbeat',1796076335197,1796076335197,3720000,1,0,'none','',NULL,1,NULL,243000,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(4,1796076335461,'heartbeat',1796076335461,1796076335461,3720000,1,2,'assertion','the job reported a failure',NULL,1,1796076335461,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(4,1796076335714,'heartbeat',1796076335714,1796076335714,3720000,1,0,'none','',NULL,1,NULL,-1,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "results" VALUES(5,1796076334029,'default',1796076334035,1796076334035,5000,1,0,'none','',NULL,1,NULL,346,NULL,NULL,NULL,NULL,NULL,0,NULL);
CREATE TABLE runners (
  name TEXT PRIMARY KEY,
  location TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
INSERT INTO "runners" VALUES('local','default','0.1.0',1796076331594,1796076347258);
CREATE TABLE schema_migrations (
  version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL
);
INSERT INTO "schema_migrations" VALUES(1,'createSchema',1796076331485);
INSERT INTO "schema_migrations" VALUES(2,'addBlindSpells',1796076331485);
INSERT INTO "schema_migrations" VALUES(3,'addRunners',1796076331486);
INSERT INTO "schema_migrations" VALUES(4,'addHeartbeats',1796076331488);
INSERT INTO "schema_migrations" VALUES(5,'addCertificateChains',1796076331488);
INSERT INTO "schema_migrations" VALUES(6,'addAcknowledger',1796076331489);
INSERT INTO "schema_migrations" VALUES(7,'addCertificateWarnings',1796076331502);
INSERT INTO "schema_migrations" VALUES(8,'addUntimed',1796076331503);
INSERT INTO "schema_migrations" VALUES(9,'addDuePings',1796076331514);
INSERT INTO "schema_migrations" VALUES(10,'addFairSending',1796076331523);
INSERT INTO "schema_migrations" VALUES(11,'addMailRecipients',1796076331523);
INSERT INTO "schema_migrations" VALUES(12,'addMakers',1796076331524);
INSERT INTO "schema_migrations" VALUES(13,'addQuotas',1796076331525);
INSERT INTO "schema_migrations" VALUES(14,'addAuditOrigin',1796076331527);
INSERT INTO "schema_migrations" VALUES(15,'addIncidentVisibility',1796076331527);
INSERT INTO "schema_migrations" VALUES(16,'addConfirmedAddresses',1796076331529);
INSERT INTO "schema_migrations" VALUES(17,'addRecipients',1796076331537);
INSERT INTO "schema_migrations" VALUES(18,'addClockSetbacks',1796076331537);
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
INSERT INTO "sessions" VALUES(1,1,X'3EB11A852BF72712AEA56C864957F380B2D773FDB0A2D05B5748752188BE4E37',1796076333832,1796076333832,1798668333832,'Python-urllib/3.11','127.0.0.1');
INSERT INTO "sessions" VALUES(2,1,X'9B99C1FC839167DD09F2220710804D6AB705A4CA303F11691AA79FCE3CD48D5A',1796076349432,1796076349432,1798668349432,'Python-urllib/3.11','127.0.0.1');
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
INSERT INTO "status_pages" VALUES(1,1,'acme','Acme','',1,'system',90,'[{"components":[{"id":1000,"monitor":1,"name":"The shop","showLatency":false}],"name":"Web"}]',1,1796076333959,1796076333959);
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
INSERT INTO "tokens" VALUES(1,1,'tools','owner',X'F8CF4EAE79B705605E8C04591902CFCDBE5723534F3A37FD20AE487BA053DB73','shk_NTKv',1,1796076333849,1796076333875,NULL,NULL);
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
, email_confirmed_at BIGINT);
INSERT INTO "users" VALUES(1,'olivia@example.com','olivia@example.com','Olivia','$scrypt$ln=17,r=8,p=1$nfTKwobkgGmYwQtRU3hk3Q$A66tYxyIUK-IAlDzV0pEX7fML5RZ9CeZCZ-FnKO0dkA',1796076333827,1796076333827);
CREATE TABLE watermarks (
  name TEXT PRIMARY KEY,
  slot BIGINT NOT NULL
);
INSERT INTO "watermarks" VALUES('results',1480716332296);
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
