// The shapes of contract/openapi.yaml that the pages read.

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  place?: string;
  line?: number;
  column?: number;
  notes?: string[];
  help?: string;
}

/** null where the data cannot give it; never 0 in its place. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export type Unit = 'share' | 'seconds' | 'points' | 'score' | 'count' | 'per_attempt' | 'per_minute' | 'per_100' | 'per_one' | 'ratio';
export type Discipline = 'UX' | 'CX';

export interface Named { kind: string; name: string; title: string; version: number }

export interface Answer<Row = Record<string, unknown>> {
  status: string;
  reason?: string;
  definition: Named;
  as_of: string;
  counts: Record<string, number>;
  rows: Row[];
  units?: Record<string, string>;
  methods?: string[];
  notes?: string[];
}

export interface Workspace {
  name: string;
  about?: string;
  zone?: string;
  version: string;
  people: number;
  accounts?: number;
  events: number;
  objects?: Record<string, number>;
  first: string | null;
  last: string | null;
  accepted?: number;
  deduplicated?: number;
  refused?: number;
  sources: string[];
  definitions: Record<string, string[]>;
}

export interface Definition extends Named {
  applied: string;
  file?: string;
  yaml?: string;
  /** What the YAML says, as JSON. */
  content?: Record<string, unknown>;
  versions?: { version: number; applied: string; yaml: string }[];
}

export interface MetricReading {
  /** The metric's name; where a task gives the reading by itself, `task` stands instead. */
  metric?: string;
  task?: string;
  title: string;
  kind?: string;
  discipline: Discipline;
  better?: 'higher' | 'lower';
  unit: string;
  version?: number;
  method?: string;
  status: string;
  reason?: string;
  value: Estimate;
  counted?: string;
  minimum_n?: number;
  benchmark?: { value: number; source: string; year?: number };
  against_benchmark?: 'better' | 'worse' | 'cannot_tell';
  before?: Estimate;
  change?: { value: Estimate; clear: boolean; worse: boolean };
  trend?: { start: string; value: Estimate }[];
}

export interface ChannelShare { channel: string; passages: number; share: Estimate }
// Of a friction that the data cannot show there are no figures but a reason.
export interface Friction { friction: string; passages: number | null; share: Estimate; events: number | null; status?: string; reason?: string }
export interface Verbatim {
  text: string;
  survey?: string;
  score?: number | null;
  channel?: string;
  time?: string;
  person?: string;
}

export interface Step {
  step: string;
  passages: number;
  share: Estimate;
  dwell?: Estimate;
  intended?: string;
  channels?: ChannelShare[];
  metrics?: MetricReading[];
  tasks?: MetricReading[];
  frictions?: Friction[];
  verbatims?: Verbatim[];
  frontstage?: string[];
  backstage?: string[];
  support?: string[];
}

export interface Stage {
  stage: string;
  entered: Estimate;
  passages: number;
  people?: number;
  went_on?: Estimate;
  left?: Estimate;
  still_here?: number;
  outcomes?: { outcome: 'went_on' | 'left' | 'still_here' | 'finished'; passages: number }[];
  finished?: number;
  dwell?: Estimate;
  to_next?: Estimate;
  skipped?: Estimate;
  returned?: Estimate;
  channels?: ChannelShare[];
  metrics?: MetricReading[];
  frictions?: Friction[];
  verbatims?: Verbatim[];
  steps: Step[];
}

export interface Deviation {
  deviation: 'began_late' | 'skipped' | 'returned';
  from: string | null;
  to: string;
  passages: number;
  share: Estimate;
  times: number;
}

/** The stages as they were taken, held against the order that is intended. */
export interface Conformance {
  passages: number;
  kept_order: Estimate;
  whole_way: Estimate;
  deviations: Deviation[];
}

export interface Journey extends Answer<Stage> {
  of?: string;
  metrics?: MetricReading[];
  conformance?: Conformance[];
}

export interface ScorecardStage { stage: string; passages: number; ux: MetricReading[]; cx: MetricReading[] }

export interface Ranked {
  side: 'hurts' | 'works';
  rank_low: number;
  rank_high: number;
  journey?: string;
  stage?: string;
  step?: string;
  channel?: string;
  what: string;
  reached: number;
  of: number;
  share: Estimate;
  outcome?: string;
  unit?: string; // of the difference; not in the contract yet
  difference?: Estimate;
  status?: string;
  reason?: string;
}

export interface Scorecard extends Answer<Ranked> {
  period?: { from: string; to: string; before?: string };
  cx: MetricReading[];
  ux: MetricReading[];
  stages: ScorecardStage[];
}

export interface Identity {
  kind: string;
  value: string;
  why?: string;
  joined_to?: string;
  source?: string;
  import?: number;
  line?: number;
  time?: string;
}

export interface Person {
  person: string;
  state?: string;
  events?: number;
  first?: string;
  last?: string;
  identities: Identity[];
  kept_apart?: { kind: string; value: string; other: string; why?: string }[];
  accounts?: { account: string; role?: string; since?: string }[];
  objects?: { type: string; id: string; events: number; last?: string }[];
  properties?: { name: string; value: unknown; since?: string; history?: Record<string, unknown>[] }[];
  scores?: { survey: string; score: number; time: string; verbatim?: string }[];
  attempts?: { task: string; outcome: 'success' | 'gave_up' | 'open'; start: string; seconds?: number; errors?: number }[];
}

export type SignName = 'interaction' | 'answer' | 'trouble' | 'contact';

export interface TimelineRow {
  time: string;
  event: string;
  channel?: string;
  touchpoint?: string;
  source?: string;
  import?: number;
  line?: number;
  objects?: { type: string; id: string }[];
  account?: string;
  sign?: SignName;
  properties?: Record<string, unknown>;
}

export interface Timeline { person: string; next: string | null; rows: TimelineRow[] }

export interface Question {
  ask: 'trend' | 'funnel' | 'retention' | 'metric' | 'movement' | 'comparison' | 'journey' | 'lifecycle' | 'stickiness' | 'activation' | 'sessions' | 'paths' | 'flow' | 'variants' | 'task' | 'friction' | 'handovers';
  name?: string;
  from?: string;
  to?: string;
  zone?: string;
  segment?: string | Record<string, unknown>;
  behind?: { group?: string | string[]; outcome?: string; limit?: number };
  /** What only some questions have: steps, within, by, count, … as the contract says. */
  [member: string]: unknown;
}

export type NameKind = 'event' | 'channel' | 'touchpoint' | 'property' | 'person_property' | 'account_property' | 'object_property';
export interface Name { kind: NameKind; name: string; events: number | null }
