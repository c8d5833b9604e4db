// What each kind of metric says, in words: the same contract as docs/reference/definitions.md.

const kinds: Record<string, string> = {
  nps: 'Promoters (9–10) less detractors (0–6), in points from −100 to 100.',
  csat: 'Share of answers in the two best boxes of the scale.',
  ces: 'Mean answer to how easy it was, on its scale.',
  sus: 'Mean System Usability Scale score, 0 to 100.',
  seq: 'Mean answer to how easy a task was, 1 to 7.',
  umux_lite: 'Mean UMUX-Lite score, 0 to 100.',
  nasa_tlx: 'Mean workload by NASA-TLX, 0 to 100; less is better.',
  share: 'Share of events, or of those who did them, that are so.',
  time_between: 'Time from one event to the next of others.',
  rate: 'Events for each chance, or each person.',
  count_per_person: 'How often, or how variously, each person does it.',
  mean: 'Mean of the numbers that events carry.',
  percentile: 'A percentile of the numbers that events carry.',
  task_success: 'Share of finished attempts that succeed. Attempts that the data’s end cuts off are not counted.',
  task_time: 'Median time of successful attempts.',
  task_errors: 'Errors per attempt.',
  task_give_up: 'Share of finished attempts that were given up.',
  task_efficiency: 'Goals reached per minute, or the share of time that led to one.',
  lostness: 'How far successful attempts strayed from the shortest way: 0 is straight through, from 0.5 on lost.',
  learnability: 'Time of a later attempt as so many times the first; under 1 is quicker.',
  usability_score: 'Completion, time within the limit, errors and satisfaction of a task as one score (SUM), 0 to 100 %.',
  conversion_by_wait: 'Share who convert after they were answered, by how long they waited for the answer.',
  adoption: 'New users among all who did it in the period.',
  stickiness: 'Mean daily active people over those of the month.',
  churn: 'Share of the customers at the start of the period who left in it.',
  retention: 'Share of people who came back.',
  conversion: 'Share of those at the first step who reach the last, within a time.',
};

export const kindSays = (kind?: string): string | undefined => (kind ? kinds[kind] : undefined);

/** A grey line under a value: what its unit is, where the number alone does not say it. */
export function unitWords(unit: string): string {
  if (unit === 'points') return 'points, −100 to 100';
  if (unit === 'per_attempt') return 'per attempt';
  if (unit === 'per_minute') return 'per minute';
  if (unit === 'ratio') return 'times';
  if (unit === 'per_100') return 'per 100';
  if (unit === 'per_one') return 'for each';
  return '';
}
