#include "faults/metrics_page.hpp"

#include <map>
#include <utility>

namespace orbbench::faults {
namespace {

struct Total {
  std::uint64_t armed = 0;
  std::uint64_t matched = 0;
  std::uint64_t hits = 0;
  std::uint64_t effects = 0;
};

/// By name and kind.
using Totals = std::map<std::pair<std::string, std::string>, Total>;

Totals totals_of(const std::vector<FaultStatistics>& faults) {
  Totals totals;
  for (const FaultStatistics& fault : faults) {
    Total& total = totals[{fault.fault.name, to_string(fault.fault.kind)}];
    total.armed += fault.armed ? 1 : 0;
    total.matched += fault.matched;
    total.hits += fault.hits;
    total.effects += fault.effects;
  }
  return totals;
}

/// A fault's name is printable ASCII: only these two need it.
std::string escaped(const std::string& value) {
  std::string text;
  for (const char letter : value) {
    text += letter == '"' || letter == '\\' ? std::string("\\") + letter : std::string(1, letter);
  }
  return text;
}

class Page {
 public:
  void begin(const std::string& name, const char* type, const char* help) {
    name_ = name;
    text_ += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }

  void add(const std::string& labels, std::uint64_t value) {
    text_ += name_ + labels + " " + std::to_string(value) + "\n";
  }

  void add_faults(const Totals& totals, std::uint64_t Total::*value) {
    for (const auto& [fault, total] : totals) {
      add("{fault=\"" + escaped(fault.first) + "\",kind=\"" + fault.second + "\"}", total.*value);
    }
  }

  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

void add_connections(Page& page, const ProxyStatistics& statistics) {
  page.begin("orbbench_proxy_connections_taken_total", "counter", "Connections of clients.");
  page.add("", statistics.connections_taken);
  page.begin("orbbench_proxy_connections_refused_total", "counter",
             "Connections beyond the bound, or with the server away.");
  page.add("", statistics.connections_refused);
  page.begin("orbbench_proxy_connections_open", "gauge", "Connections at present.");
  page.add("", statistics.connections_open);
}

void add_traffic(Page& page, const ProxyStatistics& statistics) {
  page.begin("orbbench_proxy_messages_total", "counter", "Messages that came.");
  page.add("{direction=\"to_server\"}", statistics.messages_to_server);
  page.add("{direction=\"to_client\"}", statistics.messages_to_client);
  page.begin("orbbench_proxy_octets_total", "counter", "Octets that came.");
  page.add("{direction=\"to_server\"}", statistics.octets_to_server);
  page.add("{direction=\"to_client\"}", statistics.octets_to_client);
}

}  // namespace

std::string metrics_page(const ProxyStatistics& statistics) {
  const Totals totals = totals_of(statistics.faults);
  Page page;
  add_connections(page, statistics);
  add_traffic(page, statistics);
  page.begin("orbbench_proxy_faults_armed", "gauge", "Faults armed at present.");
  page.add_faults(totals, &Total::armed);
  page.begin("orbbench_proxy_fault_matches_total", "counter", "Messages that a fault fits.");
  page.add_faults(totals, &Total::matched);
  page.begin("orbbench_proxy_fault_hits_total", "counter", "Messages that a fault was to strike.");
  page.add_faults(totals, &Total::hits);
  page.begin("orbbench_proxy_fault_effects_total", "counter", "Messages that a fault changed.");
  page.add_faults(totals, &Total::effects);
  return page.text();
}

}  // namespace orbbench::faults
