/** The JSON of the API, as docs/openapi.yaml defines it. Instants are RFC 3339 in UTC. */

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** Each role includes the permissions of those before it. */
export const roles = ['viewer', 'editor', 'admin', 'owner'] as const;
export type Role = typeof roles[number];

/** The roles that a role includes; none if there is no role. */
export function rolesUpTo(role: Role | null): readonly Role[] {
  return role === null ? [] : roles.slice(0, roles.indexOf(role) + 1);
}

export interface Setup {
  readonly first_run: boolean;
  /** The first account needs the code from the server's log. */
  readonly setup_code_needed: boolean;
  readonly signups: 'first' | 'open' | 'closed';
  /** A sign-up without an invitation starts with a link in a mail. */
  readonly signup_confirmation: boolean;
  readonly email_configured: boolean;
  readonly telegram_configured: boolean;
  readonly public_url: string;
  readonly version: string;
}

export interface User {
  readonly id: number;
  readonly email: string;
  readonly name: string;
}

export interface Membership {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

export interface Profile {
  readonly user: User;
  readonly organization: Membership | null;
  readonly role: Role | null;
  readonly organizations: readonly Membership[];
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type FieldKind =
  | 'text'
  | 'multiline'
  | 'url'
  | 'email'
  | 'number'
  | 'toggle'
  | 'select'
  | 'list'
  | 'map'
  | 'assertions';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly secret: boolean;
  /** The part of the field's value that decides who receives the form's secrets. Null if it does not decide. */
  readonly secret_binding: 'value' | 'origin' | 'host' | null;
  readonly help: string | null;
  readonly placeholder: string | null;
  readonly default: Json;
  readonly options: readonly string[];
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** The sources that a row of `assertions` may have. Null for other kinds. */
  readonly assertion_sources: readonly AssertionSource[] | null;
}

/** A subject of assertions, and what a row about it offers. */
export interface AssertionSource {
  readonly source: string;
  readonly label: string;
  /** Null if the assertion has no name. */
  readonly name_placeholder: string | null;
  readonly value_placeholder: string;
  /** The first one is the default. */
  readonly operators: readonly {
    readonly operator: string;
    readonly label: string;
    readonly needs_value: boolean;
  }[];
}

/** What people use a channel type for. */
export type ChannelGroup = 'mail' | 'chat' | 'push' | 'paging' | 'sms' | 'automation';

export interface ChannelType {
  readonly type: string;
  readonly label: string;
  readonly group: ChannelGroup;
  /** How to get what the form asks for. Code is between backticks. */
  readonly steps: readonly string[];
  readonly documentation: string;
  readonly config: readonly FormField[];
}

/** A recipient who must consent to mail from the installation's own server. */
export interface Recipient {
  readonly address: string;
  readonly state: 'member' | 'confirmed' | 'pending' | 'unsubscribed';
}

export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly config: JsonObject;
  readonly is_default: boolean;
  readonly enabled: boolean;
  readonly last_error: string | null;
  /** The receiver accepts no message before this time. */
  readonly waits_until: string | null;
  /** Null if no consent is needed. */
  readonly recipients: readonly Recipient[] | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ChannelTest {
  readonly sent: boolean;
  readonly error: string | null;
}

export type DeliveryStatus = 'pending' | 'sent' | 'failed' | 'dropped';

/** One alert to one channel. */
export interface Delivery {
  readonly id: number;
  readonly channel_id: number;
  readonly incident_id: number | null;
  readonly event: string;
  /** A recipient that failed separately. Null if the delivery is for all recipients of the channel. */
  readonly recipient: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: string;
  readonly sent_at: string | null;
}

export interface IncidentUpdate {
  readonly status: Incident['status'];
  readonly message: string;
  readonly public: boolean;
  /** Null if StatusHawk wrote it. */
  readonly author_id: number | null;
  readonly created_at: string;
}

export interface Incident {
  readonly id: number;
  readonly public_id: string;
  readonly title: string;
  readonly monitor_ids: readonly number[];
  readonly status: 'investigating' | 'identified' | 'monitoring' | 'resolved';
  readonly severity: 'minor' | 'major' | 'critical';
  readonly cause: 'check' | 'certificate' | 'anomaly' | 'flapping' | 'manual';
  readonly started_at: string;
  readonly confirmed_at: string | null;
  readonly acknowledged_at: string | null;
  /** Null if no user acknowledged it. */
  readonly acknowledged_by: { readonly id: number; readonly name: string } | null;
  readonly resolved_at: string | null;
  /** Only of an outage that checks found; otherwise null. */
  readonly unmeasured_seconds: number | null;
  readonly reason: string;
  readonly message: string;
  /** Oldest first. */
  readonly updates: readonly IncidentUpdate[];
}

export interface Overview {
  readonly monitors: Readonly<
    Record<'total' | 'up' | 'degraded' | 'down' | 'unknown' | 'paused' | 'maintenance' | 'pending', number>
  >;
  /** The creation of the oldest monitor, if all monitors are younger than a day. */
  readonly since: string | null;
  readonly uptime_percent: number | null;
  readonly coverage_percent: number | null;
  readonly latency_ms: number | null;
  readonly open_incidents: number;
  readonly recent_failures: readonly {
    readonly incident_id: number;
    readonly monitor_ids: readonly number[];
    readonly title: string;
    readonly reason: string;
    readonly message: string;
    readonly started_at: string;
    readonly resolved_at: string | null;
  }[];
}
