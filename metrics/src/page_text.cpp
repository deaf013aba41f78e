#include <prometheus/text_serializer.h>

#include "family_conversion.hpp"

namespace orbbench::metrics {

std::string page_text(const std::vector<ServedFamily>& families) {
  std::vector<prometheus::MetricFamily> converted;
  converted.reserve(families.size());
  for (const ServedFamily& served : families) {
    converted.push_back(to_prometheus(served));
  }
  return prometheus::TextSerializer().Serialize(converted);
}

}  // namespace orbbench::metrics
