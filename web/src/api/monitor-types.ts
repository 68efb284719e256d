import type { FormField, JsonObject } from './types.ts';

/** Monitors and their history, as docs/openapi.yaml defines them. */

export const statuses = ['up', 'degraded', 'down', 'unknown', 'pending', 'paused', 'maintenance'] as const;
export type Status = typeof statuses[number];
export type Outcome = 'up' | 'degraded' | 'down' | 'unknown';

/** How a monitor gets its results: locations check its target, or a job sends pings. */
export type MonitorKind = 'polled' | 'heartbeat';

export interface MonitorType {
  readonly type: string;
  readonly kind: MonitorKind;
  readonly label: string;
  readonly summary: string;
  readonly documentation: string;
  /** Null for the type of heartbeat monitors, which have no target. */
  readonly target: FormField | null;
  readonly settings: readonly FormField[];
}

export interface Monitor {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly kind: MonitorKind;
  /** Empty for heartbeat monitors. */
  readonly target: string;
  readonly interval_seconds: number;
  readonly timeout_seconds: number;
  readonly confirmations: number;
  readonly confirmation_delay_seconds: number;
  readonly recovery_confirmations: number;
  readonly locations: readonly string[];
  readonly quorum: number;
  readonly settings: JsonObject;
  readonly anomaly: JsonObject;
  readonly tags: readonly string[];
  readonly group: string | null;
  readonly depends_on: readonly number[];
  readonly channel_ids: readonly number[] | null;
  /** Of a heartbeat monitor; null for other monitors, and for viewers. */
  readonly ping_url: string | null;
  /** Of a heartbeat monitor that waits for its next ping. */
  readonly next_ping_due_at: string | null;
  /** Of a job that reported its start but not its end. */
  readonly running_since: string | null;
  readonly paused: boolean;
  readonly status: Status;
  readonly status_since: string;
  readonly last_checked_at: string | null;
  readonly last_latency_ms: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Whether locations check monitors of this kind. */
export function isChecked({ kind }: Pick<Monitor, 'kind'>): boolean {
  return kind === 'polled';
}

/** The body that a form sends. Absent members keep their value or their default. */
export interface MonitorDraft {
  readonly type?: string;
  readonly target?: string;
  readonly name?: string | null;
  readonly interval_seconds?: number | null;
  readonly timeout_seconds?: number | null;
  readonly confirmations?: number | null;
  readonly confirmation_delay_seconds?: number | null;
  readonly recovery_confirmations?: number | null;
  /** Null selects the location of the server. */
  readonly locations?: readonly string[] | null;
  readonly quorum?: number | null;
  readonly anomaly?: JsonObject;
  readonly settings?: JsonObject;
  readonly tags?: readonly string[];
  readonly group?: string | null;
  readonly depends_on?: readonly number[];
  readonly channel_ids?: readonly number[] | null;
}

/** A location that checks run from. */
export interface Location {
  readonly name: string;
  /** No runner is alive there. */
  readonly silent: boolean;
}

export const phaseNames = ['dns_ms', 'connect_ms', 'tls_ms', 'first_byte_ms', 'transfer_ms'] as const;
export type Phases = Readonly<Record<typeof phaseNames[number], number | null>>;

export interface Result {
  readonly scheduled_at: string;
  readonly started_at: string;
  readonly location: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly message: string;
  readonly status_code: number | null;
  readonly attempts: number;
  /** Null if nothing was timed. */
  readonly latency_ms: number | null;
  readonly phases: Phases;
  readonly anomalous: boolean;
  readonly z_score: number | null;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly not_before: string;
  readonly not_after: string;
}

/** The certificate that a target presented last, with its chain. */
export interface CertificateSighting extends Certificate {
  /** Whole days; negative after expiry. */
  readonly days_left: number;
  /** Why the certificate is not trusted, even if verification is off. */
  readonly problem: string | null;
  readonly location: string;
  readonly seen_at: string;
  /** Leaf first. */
  readonly chain: readonly Certificate[];
}

export interface Attempt {
  readonly started_at: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly message: string;
  readonly status_code: number | null;
  readonly latency_ms: number;
  readonly addresses: readonly string[];
  readonly peer: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string | null;
  readonly certificates: readonly Certificate[];
  readonly tls_version: string | null;
  readonly size_bytes: number | null;
  readonly redirects: readonly string[];
  readonly lenient: readonly string[];
}

/** A property of the target that has changed since the last success. */
export interface Change {
  readonly what: 'address' | 'certificate' | 'status' | 'size';
  readonly before: string;
  readonly after: string;
}

export interface Failure {
  readonly result: Result;
  readonly phase_reached: string | null;
  readonly attempts: readonly Attempt[];
  readonly last_success: Result | null;
  /** Null if the runner had no success to compare with. */
  readonly changes: readonly Change[] | null;
}

export type Period = '24h' | '7d' | '30d' | '90d' | '365d';

export interface Stats {
  readonly period: Period;
  /** The creation of the monitor, if it is later than the start of the period. */
  readonly since: string | null;
  readonly uptime_percent: number | null;
  readonly coverage_percent: number | null;
  readonly checks: number;
  readonly downtime_seconds: number;
  readonly incidents: number;
  readonly mttr_seconds: number | null;
  readonly latency_ms: Readonly<Record<'mean' | 'min' | 'max' | 'p50' | 'p95' | 'p99', number | null>>;
}

export interface TimeSpan {
  readonly from: string;
  readonly to: string | null;
}

export interface Bucket {
  readonly at: string;
  readonly checks: number;
  readonly down: number;
  readonly unknown: number;
  readonly measured_seconds: number;
  readonly downtime_seconds: number;
  readonly latency_ms: Readonly<Record<'min' | 'mean' | 'p95' | 'max', number | null>>;
}

export interface Series {
  readonly step_seconds: number;
  readonly buckets: readonly Bucket[];
  readonly anomalies: readonly TimeSpan[];
  readonly outages: readonly TimeSpan[];
  readonly maintenance: readonly TimeSpan[];
}
