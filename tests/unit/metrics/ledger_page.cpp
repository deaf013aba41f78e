#include "ledger_page.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace orbbench::metrics {

std::string balanced_page() {
  return R"(# TYPE polyorb_memory_deallocations_total counter
polyorb_memory_deallocations_total{service="orb-core"} 18
polyorb_memory_deallocations_total{service="orb-core",critical="true"} 3
# TYPE polyorb_memory_zeroizations_total counter
polyorb_memory_zeroizations_total{service="orb-core"} 7
# TYPE polyorb_zeroized_bytes_total counter
polyorb_zeroized_bytes_total{service="orb-core"} 352
# TYPE polyorb_deallocation_site_total counter
polyorb_deallocation_site_total{site="session.key",priority="critical"} 3
polyorb_deallocation_site_total{site="acl",priority="high"} 4
polyorb_deallocation_site_total{site="reply",priority="medium"} 5
polyorb_deallocation_site_total{site="type_code",priority="low"} 6
# TYPE polyorb_allocation_site_total counter
polyorb_allocation_site_total{site="session.key",priority="critical"} 5
polyorb_allocation_site_total{site="acl",priority="high"} 4
polyorb_allocation_site_total{site="reply",priority="medium"} 5
polyorb_allocation_site_total{site="type_code",priority="low"} 7
# TYPE polyorb_deallocation_site_zeroizations_total counter
polyorb_deallocation_site_zeroizations_total{site="session.key",priority="critical"} 3
polyorb_deallocation_site_zeroizations_total{site="acl",priority="high"} 4
polyorb_deallocation_site_zeroizations_total{site="reply",priority="medium"} 0
polyorb_deallocation_site_zeroizations_total{site="type_code",priority="low"} 0
# TYPE polyorb_deallocation_site_zeroized_bytes_total counter
polyorb_deallocation_site_zeroized_bytes_total{site="session.key",priority="critical"} 96
polyorb_deallocation_site_zeroized_bytes_total{site="acl",priority="high"} 256
polyorb_deallocation_site_zeroized_bytes_total{site="reply",priority="medium"} 0
polyorb_deallocation_site_zeroized_bytes_total{site="type_code",priority="low"} 0
# TYPE polyorb_live_objects gauge
polyorb_live_objects{site="session.key"} 2
polyorb_live_objects{site="acl"} 0
polyorb_live_objects{site="reply"} 0
polyorb_live_objects{site="type_code"} 1
# TYPE polyorb_orb_requests_total counter
polyorb_orb_requests_total{service="orb-core",operation="ping"} 40
polyorb_orb_requests_total{service="orb-core",operation="create"} 2
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1700000000.25
)";
}

std::string page_with(std::string_view text, std::string_view replacement) {
  std::string page = balanced_page();
  const std::size_t place = page.find(text);
  if (place == std::string::npos) {
    ADD_FAILURE() << "the page does not hold " << text;
    return page;
  }
  return page.replace(place, text.size(), replacement);
}

std::string page_without(std::string_view text) {
  std::istringstream lines(balanced_page());
  std::string kept;
  bool found = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(text) == std::string::npos) {
      kept += line + "\n";
    } else {
      found = true;
    }
  }
  EXPECT_TRUE(found) << "the page does not hold " << text;
  return kept;
}

}  // namespace orbbench::metrics
