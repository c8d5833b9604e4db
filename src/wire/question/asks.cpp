#include "wire/question/asks.h"

namespace throughline::wire::question {

const std::vector<Ask> kAsks{
    {"trend", {"events", "interval"}, read_trend},
    {"funnel", {"steps", "within"}, read_funnel},
    {"retention", {"start", "returns", "periods", "interval"}, read_retention},
    {"metric", {"name"}, read_metric},
    {"journey", {"name"}, read_journey},
};

}  // namespace throughline::wire::question
