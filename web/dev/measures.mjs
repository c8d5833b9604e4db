// Workspace, scorecard and journeys of a simulated insurer, in the contract's shapes.

import { answer, none, reading, share, silent } from './numbers.mjs';

export const workspace = {
  name: 'Tarn Mutual', about: 'A simulated insurer. Every person and word was made up by a program.', zone: 'Europe/Berlin', version: '0.1.0',
  people: 38112, accounts: 17204, events: 14203118, objects: { claim: 3958, policy: 12960 }, first: '2025-03-02T07:12:00Z', last: '2026-11-20T17:40:00Z',
  accepted: 14203118, deduplicated: 3118, refused: 412, sources: ['web', 'app', 'contact centre', 'claims', 'surveys'],
  definitions: {
    journey: ['insure_my_home', 'claim'], metric: ['nps', 'churn', 'claim_effort', 'csat_claim', 'upload_success', 'upload_time', 'app_sus'],
    task: ['send_documents', 'get_a_quote'], segment: ['app_users', 'under_35', 'phone_users'], source: ['web', 'app', 'contact_centre', 'claims', 'surveys'],
  },
};

export const emptyWorkspace = {
  ...workspace, people: 0, accounts: 0, events: 0, objects: {}, first: null, last: null, accepted: 0, deduplicated: 0, refused: 0, sources: [], definitions: {},
};

const cx = [
  reading('nps', 'Net Promoter Score', 'nps', 'CX', 'points', 'higher', 31, 3, 2914, 'people', [-3, 4], { version: 3 }),
  reading('csat', 'Satisfied customers', 'csat', 'CX', 'share', 'higher', 78, 2, 1812, 'people', [-1, 3]),
  reading('churn', 'Customers who left', 'churn', 'CX', 'share', 'lower', 3.4, 0.2, 38940, 'customers', [0.3, 0.25]),
  reading('contact_effort', 'Ease after a contact', 'ces', 'CX', 'score', 'higher', 4.72, 0.06, 3420, 'people', [-0.1, 0.08]),
  silent('csat_partner', 'Satisfied with the repair firm', 'csat', 'CX', 'share', 'no-data', 'No answer carries the survey “repair_csat” in this period.', 0, 'people'),
];
const ux = [
  reading('task_success', 'Task success', 'task_success', 'UX', 'share', 'higher', 86.1, 0.3, 50448, 'attempts', [-0.9, 0.5], { version: 5 }),
  reading('quote_time', 'Time to a quote', 'task_time', 'UX', 'seconds', 'lower', 222, 4, 43440, 'successes', [1, 6]),
  reading('upload_errors', 'Errors in the upload', 'task_errors', 'UX', 'per_attempt', 'lower', 0.84, 0.03, 3342, 'attempts', [0.12, 0.05]),
  reading('quote_to_policy', 'From quote to policy', 'conversion', 'UX', 'share', 'higher', 21.0, 0.6, 18420, 'people', [0.9, 0.8]),
  silent('app_sus', 'Usability of the app', 'sus', 'UX', 'score', 'too-few-people', '7 have answered; a score is shown from 20. At this rate that is 9 December.', 7, 'people'),
];

const success = (metric, title, v, n) => reading(metric, title, 'task_success', 'UX', 'share', 'higher', v, 196 * Math.sqrt((v / 100) * (1 - v / 100) / n), n, 'attempts');
const satisfied = (metric, title, v, n) => reading(metric, title, 'csat', 'CX', 'share', 'higher', v, 196 * Math.sqrt((v / 100) * (1 - v / 100) / n), n, 'people');
const time = (metric, title, v, half, n) => reading(metric, title, 'task_time', 'UX', 'seconds', 'lower', v, half, n, 'successes');

const stages = [
  ['Quote', 18420, success('quote_success', 'Quote finished', 88, 19840), satisfied('csat_quote', 'Satisfied with the quote', 74, 1140)],
  ['Buy', 7914, success('pay_success', 'Payment goes through', 88.2, 8960), satisfied('csat_buy', 'Satisfied with buying', 84, 960)],
  ['Onboard', 3861, success('proof_success', 'Proof sent', 84.2, 6790), satisfied('csat_onboard', 'Satisfied with the start', 76, 1090)],
  ['Claim', 3958, success('upload_success', 'Documents sent', 61.8, 3342), satisfied('csat_claim', 'Satisfied with the claim', 58, 1610)],
  ['Renew', 9480, success('renew_success', 'Renewed online', 89, 2940), silent('csat_renew', 'Satisfied with renewing', 'csat', 'CX', 'share', 'too-few-people', '12 have answered; a score is shown from 20.', 12, 'people')],
];

const ranked = (side, low, high, stage, step, channel, what, reached, of, outcome, diff) => ({
  side, rank_low: low, rank_high: high, journey: 'insure_my_home', stage, step, channel, what, reached, of, share: share(reached / of, of), outcome, status: diff ? 'ok' : 'too-few-people',
  ...(diff ? { difference: { value: diff[0], low: diff[1], high: diff[2], n: of } } : { reason: '38 of 214 have been followed for 90 days; about 100 are needed.' }),
});

export const scorecard = (period) => answer([
  ranked('hurts', 1, 2, 'Claim', 'Send documents', 'web', 'file refused', 1012, 2640, 'Satisfied with the claim', [-0.24, -0.29, -0.19]),
  ranked('hurts', 1, 2, 'Claim', 'Wait for decision', 'phone', 'repeat contact', 1388, 3702, 'Satisfied with the claim', [-0.17, -0.215, -0.125]),
  ranked('hurts', 3, 4, 'Onboard', 'Send proof', 'email', 'asked again', 640, 2980, 'Satisfied with the start', [-0.09, -0.15, -0.03]),
  ranked('hurts', 3, 5, 'Quote', 'See price', 'web', 'slow page', 1850, 13208, 'Satisfied with the quote', [-0.03, -0.08, 0.02]),
  ranked('hurts', 4, 5, 'Buy', 'Pay', 'app', 'thrown back', 214, 4102, 'Customers who left', null),
  ...[[1, 1, 'Claim', 'Report loss', 'Report a loss', 3809, 4186], [2, 3, 'Renew', 'Decide', 'Renew', 2617, 2940], [2, 3, 'Buy', 'Confirm details', 'Confirm the details', 7912, 8960]].map(([low, high, stage, step, what, reached, of]) => (
    { side: 'works', rank_low: low, rank_high: high, journey: 'insure_my_home', stage, step, what, reached, of, share: share(reached / of, of), status: 'ok' })),
], {
  definition: { kind: 'scorecard', name: 'scorecard', title: 'Scorecard', version: 1 }, counts: { people: 38112 }, cx, ux, period,
  stages: stages.map(([stage, passages, u, c]) => ({ stage, passages, ux: [u], cx: [c] })), units: { share: 'share' },
});

const verbatim = (text, survey, score, channel, day, person) => ({ text, survey, score, channel, time: `2026-11-${day}T15:18:00Z`, person });
const friction = (name, v, of) => ({ friction: name, passages: Math.round(v * of), share: share(v, of), events: Math.round(v * of * 1.6) });

function step(name, passages, of, intended, channels, more = {}) {
  return {
    step: name, passages, share: share(passages / of, of), dwell: { value: 160 + passages / 30, low: 150 + passages / 30, high: 171 + passages / 30, n: passages }, intended,
    channels: Object.entries(channels).map(([channel, v]) => ({ channel, passages: Math.round(v * passages), share: share(v, passages) })),
    metrics: [], frictions: [], verbatims: [], frontstage: [], backstage: [], support: [], ...more,
  };
}

function stage(name, passages, all, went, left, still, dwell, toNext, steps, more = {}) {
  return {
    stage: name, entered: share(passages / all, all), passages, people: Math.round(passages * 0.96), went_on: went === null ? none(0) : share(went, passages - still), left: share(left, passages - still),
    still_here: still,
    outcomes: [
      { outcome: 'went_on', passages: went === null ? 0 : Math.round(went * (passages - still)) },
      { outcome: 'left', passages: Math.round(left * (passages - still)) },
      { outcome: 'still_here', passages: still },
      { outcome: 'finished', passages: went === null ? passages - still - Math.round(left * (passages - still)) : 0 },
    ],
    dwell: { value: dwell, low: dwell * 0.96, high: dwell * 1.05, n: passages }, to_next: toNext === null ? none(0) : { value: toNext, low: toNext * 0.95, high: toNext * 1.04, n: Math.round(went * passages) },
    channels: [], metrics: [], frictions: [], verbatims: steps.flatMap((s) => s.verbatims), steps, ...more,
  };
}

const d = 86400;
export const insureMyHome = answer([
  stage('Quote', 18420, 21728, 0.43, 0.57, 612, 540, 0.4 * d, [
    step('Start quote', 18420, 18420, 'Answers 12 questions, once', { web: 0.62, app: 0.24, phone: 0.1, email: 0.02, chat: 0.03 }, {
      metrics: [stages[0][2], time('quote_time', 'Time to a quote', 171, 4, 17460), reading('quote_errors', 'Errors per quote', 'task_errors', 'UX', 'per_attempt', 'lower', 0.31, 0.01, 19840, 'attempts')],
      frictions: [friction('form error', 0.09, 18420), friction('help sought', 0.04, 18420)], frontstage: ['Quote form', 'Helpline, 8 to 20'], backstage: ['Rating engine'], support: ['Postcode register'],
      verbatims: [verbatim('Three minutes, and I had a price. On the train.', 'csat_quote', 5, 'web', 12, 'p_1f0a22c4')],
    }),
    step('See price', 13208, 18420, 'Sees a firm price in 2 s', { web: 0.6, app: 0.31, phone: 0.06, email: 0.03 }, { frictions: [friction('slow page', 0.14, 13208)], frontstage: ['Price page'], backstage: ['Rating engine'], support: ['Reinsurance tariff'] }),
  ], { metrics: [stages[0][3]] }),
  stage('Buy', 7914, 21728, 0.51, 0.49, 140, 1.2 * d, 0.1 * d, [
    step('Confirm details', 7914, 7914, 'Checks, retypes nothing', { web: 0.57, app: 0.39, phone: 0.04 }, {
      metrics: [success('details_success', 'Details confirmed', 88.3, 8960), time('details_time', 'Time to confirm', 200, 6, 7900)], frictions: [friction('retyping', 0.08, 7914), friction('form error', 0.05, 7914)],
      frontstage: ['Checkout'], backstage: ['Address check'], support: ['Postcode register'], verbatims: [verbatim('Easiest thing I bought this month.', 'csat_buy', 5, 'app', 9, 'p_77b0c91e')],
    }),
    step('Pay', 4102, 7914, 'Pays in one go', { web: 0.54, app: 0.43, phone: 0.03 }, {
      metrics: [success('pay_success', 'Payment goes through', 87.9, 4390), time('pay_time', 'Time to pay', 94, 3, 3860)], frictions: [friction('thrown back', 0.052, 4102), friction('payment refused', 0.03, 4102)],
      frontstage: ['Card check', 'Confirmation'], backstage: ['Card processor'], support: ['Fraud check'],
    }),
  ], { metrics: [stages[1][3]] }),
  stage('Onboard', 3861, 21728, 0.74, 0.26, 402, 6 * d, 40 * d, [
    step('Welcome', 3861, 3861, 'Finishes five items', { app: 0.46, email: 0.36, web: 0.16, sms: 0.02 }, { metrics: [success('checklist_success', 'Checklist finished', 50, 3520)], frictions: [friction('dead click', 0.05, 3861)], frontstage: ['Welcome e-mail', 'Checklist'], backstage: ['Policy documents are printed overnight'] }),
    step('Send proof', 2980, 3861, 'Sends it once', { app: 0.3, email: 0.28, web: 0.26, phone: 0.12, chat: 0.04 }, {
      metrics: [success('proof_success', 'Proof sent', 80, 3270), time('proof_time', 'Time to send proof', 245, 12, 2610)], frictions: [friction('asked again', 0.21, 2980), friction('file refused', 0.08, 2980)],
      frontstage: ['Proof request by e-mail'], backstage: ['Proof matched by hand'], support: ['Previous insurer’s portal'], verbatims: [verbatim('I had already sent you that paper.', 'csat_onboard', 2, 'email', 3, 'p_5c90fe10')],
    }),
  ], { metrics: [stages[2][3]] }),
  stage('Claim', 3958, 21728, 0.66, 0.34, 371, 13 * d, 61 * d, [
    step('Report loss', 3958, 3958, 'Tells us once', { app: 0.38, phone: 0.33, web: 0.24, chat: 0.05 }, { metrics: [success('report_success', 'Loss reported', 91, 4186), time('report_time', 'Time to report', 278, 9, 3800)], frictions: [friction('transfer', 0.07, 3958)], frontstage: ['Claim form', 'Claims line'], backstage: ['Claim registered'] }),
    step('Send documents', 2640, 3958, 'Sends all at the first visit', { app: 0.44, web: 0.38, email: 0.1, in_person: 0.05, phone: 0.03 }, {
      metrics: [success('upload_success', 'Documents sent', 61.8, 3342), time('upload_time', 'Time to send documents', 464, 21, 2065), reading('upload_errors', 'Errors in the upload', 'task_errors', 'UX', 'per_attempt', 'lower', 0.84, 0.03, 3342, 'attempts')],
      frictions: [friction('file refused', 0.383, 2640), friction('rage click', 0.11, 2640), friction('help sought', 0.09, 2640)], frontstage: ['Claim form', 'Upload page', 'Branch counter'], backstage: ['Document scan queue'], support: ['Scan service'],
      verbatims: [verbatim('It took the photo, thought about it, and then asked me for the photo again. Nobody called, though they said Thursday.', 'claim_ces', 2, 'email', 19, 'p_20417e5a'), verbatim('Sent it four times. Went to the branch with paper in the end.', 'claim_ces', 1, 'email', 17, 'p_8831d0aa')],
    }),
    step('Wait for decision', 3702, 3958, 'Hears from us by day 2', { phone: 0.45, app: 0.3, email: 0.17, chat: 0.08 }, {
      metrics: [silent('status_sus', 'Usability of the claim status', 'sus', 'UX', 'score', 'too-few-people', '7 have answered; a score is shown from 20.', 7, 'people')], frictions: [friction('repeat contact', 0.375, 3702), friction('broken promise', 0.12, 3702)],
      frontstage: ['Agent’s call', 'Assessor'], backstage: ['Claim assessed'], support: ['Assessor roster'],
    }),
    step('Get paid', 2918, 3958, 'Has the money by day 10', { email: 0.55, app: 0.32, phone: 0.08, post: 0.05 }, { frictions: [friction('long wait', 0.06, 2918)], frontstage: ['Pay-out letter'], support: ['Payment run, Tuesday and Friday'] }),
  ], { metrics: [stages[3][3], reading('claim_effort', 'Ease of the claim', 'ces', 'CX', 'score', 'higher', 3.62, 0.12, 1064, 'people')] }),
  { ...stage('Renew', 9480, 21728, null, 0.11, 1204, 21 * d, null, [
    step('Read notice', 9480, 9480, 'Understands it alone', { email: 0.62, app: 0.2, web: 0.1, phone: 0.08 }, { frictions: [friction('help sought', 0.12, 9480)], frontstage: ['Notice by post and e-mail'], backstage: ['Price review'], verbatims: [verbatim('Up 11 % and not one word why.', 'nps', 4, 'email', 14, 'p_aa41b7c9')] }),
    step('Decide', 8655, 9480, 'Renews in a minute', { app: 0.31, email: 0.27, web: 0.26, phone: 0.16 }, { metrics: [success('renew_success', 'Renewed online', 89, 2940), time('renew_time', 'Time to renew', 182, 8, 2600)], frictions: [friction('error click', 0.07, 8655)], frontstage: ['Call to the retention desk'], support: ['Reinsurance tariff'] }),
  ], { metrics: [stages[4][3], reading('renew_effort', 'Ease of renewing', 'ces', 'CX', 'score', 'higher', 5.12, 0.1, 706, 'people')] }), finished: 7361 },
], {
  definition: { kind: 'journey', name: 'insure_my_home', title: 'Insure my home', version: 4 }, of: 'person', counts: { passages: 21728, people: 20914 }, metrics: cx.slice(0, 3).filter((r) => r.metric !== 'csat'),
  methods: ['shares: Wilson, 95 %', 'medians: order ranks, 95 %'], units: { entered: 'share', went_on: 'share', left: 'share', dwell: 'seconds', to_next: 'seconds' }, notes: [],
});

insureMyHome.conformance = [{
  passages: 41200, kept_order: share(0.246, 41200), whole_way: share(0.012, 41200),
  deviations: [
    { deviation: 'began_late', from: null, to: 'Renew', passages: 23700, share: share(0.575, 41200), times: 23700 },
    { deviation: 'skipped', from: 'Quote', to: 'Onboard', passages: 4120, share: share(0.1, 41200), times: 4120 },
    { deviation: 'returned', from: 'Renew', to: 'Claim', passages: 1390, share: share(0.0337, 41200), times: 1604 },
  ],
}];

export const claim = { ...answer([], { status: 'no-data', reason: 'No claim was registered among these people in this period.', definition: { kind: 'journey', name: 'claim', title: 'A claim, from report to payment', version: 1 } }), of: 'claim', metrics: [] };
