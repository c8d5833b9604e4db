#include "wire/question/asks.h"

namespace throughline::wire::question {

const std::vector<Ask> kAsks{
    {"trend", {"events", "interval"}, read_trend},
    {"funnel",
     {"steps", "within", "order", "rules", "modes", "exclude", "optional", "anchor", "hold", "attribution",
      "time_to_convert"},
     read_funnel},
    {"retention",
     {"start", "returns", "periods", "interval", "every", "mode", "measure", "basis", "brackets", "at_least", "rules",
      "conditions"},
     read_retention},
    {"metric", {"name", "version"}, read_metric},
    {"movement", {"name", "version", "before"}, read_movement},
    {"comparison", {"name", "version", "readings"}, read_comparison},
    {"task", {"name", "numbers"}, read_task},
    {"journey", {"name"}, read_journey},
    {"lifecycle", {"events", "interval"}, read_lifecycle},
    {"stickiness", {"events", "interval", "at_least"}, read_stickiness},
    {"activation", {"start", "returns", "within", "stay", "counts", "top"}, read_activation},
    {"sessions", {"idle", "cap", "per_channel", "views", "node", "group"}, read_sessions},
    {"paths", {"start", "end", "around", "steps", "edges", "collapse", "gap", "node", "group"}, read_paths},
    {"flow", {"nodes", "times", "collapse", "gap", "node", "group"}, read_flow},
    {"variants", {"limit", "goal", "collapse", "gap", "node", "group"}, read_variants},
    {"friction", {"frictions", "rules", "idle", "place", "top"}, read_friction},
    {"handovers", {"between", "events", "within", "done", "asks", "topic", "top"}, read_handovers},
};

}  // namespace throughline::wire::question
