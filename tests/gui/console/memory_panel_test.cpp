// The memory panel of the real window, at a real core.

#include "memory/memory_panel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <wx/button.h>
#include <wx/dataview.h>

#include <string>

#include "console_fixture.hpp"
#include "core_process.hpp"

namespace orbbench::tests {
namespace {

using console::ChartView;
using console::Row;
using console::TableView;
using testing::HasSubstr;

class MemoryPanelTest : public ConsoleFixture {
 protected:
  enum class Metrics { Page, None };

  void go_to_core(Metrics metrics = Metrics::Page) {
    connect(core_.address(),
            metrics == Metrics::Page
                ? "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics"
                : "");
    panel_ = &open("Memory");
    EXPECT_TRUE(run_until([this] { return table("Sites").row_count() == 73; }));
  }

  /// The list of that name stands in the TableView.
  TableView& table(const std::string& name) {
    wxWindow* window = &find(name);
    while (dynamic_cast<TableView*>(window) == nullptr) {
      window = window->GetParent();
    }
    return dynamic_cast<TableView&>(*window);
  }
  static const Row& row(TableView& table, const std::string& key) {
    for (std::size_t place = 0; place < table.row_count(); ++place) {
      if (table.row(place).key == key) {
        return table.row(place);
      }
    }
    throw std::runtime_error("there is no row " + key);
  }
  std::string line(const std::string& name) { return find(name).GetLabel().utf8_string(); }

  void make_and_destroy_widgets(int count) {
    const auto session = desk().connection.session();
    static const orb_client::OperationPolicy acting{
        .name = "test", .repeatability = orb_client::Repeatability::NotRepeatable};
    session->client().call(
        acting, console::CoreSession::deadline(),
        [count](orb_client::CoreLane& lane, orb_client::Deadline limit) {
          for (int number = 1; number <= count; ++number) {
            lane.create_widget(number, "button", "label", std::vector<std::uint8_t>{1, 2}, limit);
            lane.destroy_widget(number, limit);
          }
        });
  }
  void break_the_core() {
    const auto session = desk().connection.session();
    static const orb_client::OperationPolicy acting{
        .name = "break", .repeatability = orb_client::Repeatability::NotRepeatable};
    session->client().call(acting, console::CoreSession::deadline(),
                           [this](orb_client::CoreLane& lane, orb_client::Deadline limit) {
                             for (std::size_t place = 0; place < table("Sites").row_count();
                                  ++place) {
                               lane.inject_fault(orb_client::FaultKind::FreeWithoutCounting,
                                                 table("Sites").row(place).key, limit);
                             }
                           });
    make_and_destroy_widgets(3);
  }

  CoreProcess core_;
  console::Panel* panel_ = nullptr;
};

constexpr std::size_t kAllocations = 3;
constexpr std::size_t kAllocationsSinceMark = 8;
constexpr std::size_t kLiveSinceMark = 11;
constexpr std::size_t kBalance = 2;

TEST_F(MemoryPanelTest, WithoutACoreItSaysWhatToDo) {
  open("Memory");
  settle();
  EXPECT_THAT(line("state of the ledger"), HasSubstr("No core is connected"));
  EXPECT_FALSE(find<wxButton>("mark here").IsEnabled());
}

TEST_F(MemoryPanelTest, ShowsEachSiteAndTheTotals) {
  go_to_core();
  EXPECT_TRUE(run_until([this] { return table("Totals by priority").row_count() == 5; }));
  EXPECT_EQ(row(table("Totals by priority"), "all").cells.at(1), "73 sites");
  EXPECT_EQ(row(table("Totals by priority"), "all").cells.at(kBalance), "balanced");
  EXPECT_THAT(line("state of the ledger"), HasSubstr("73 sites by metrics page"));
  EXPECT_THAT(line("state of the ledger"), HasSubstr("all rules hold"));
  EXPECT_TRUE(run_until([this] {
    const auto& lines = find<ChartView>("Live objects over time").chart().lines;
    return lines.size() == 4 && lines.front().points.size() >= 2;
  }));
  screenshot("memory");
}

TEST_F(MemoryPanelTest, WithoutAPageItReadsByCalls) {
  go_to_core(Metrics::None);
  EXPECT_THAT(line("state of the ledger"), HasSubstr("by call of Diagnostics"));
}

TEST_F(MemoryPanelTest, CountsFromTheMark) {
  go_to_core();
  EXPECT_EQ(row(table("Totals by priority"), "all").cells.at(kAllocationsSinceMark), "");
  click(find("mark here"));
  EXPECT_TRUE(run_until([this] {
    return row(table("Totals by priority"), "all").cells.at(kAllocationsSinceMark) != "";
  }));
  make_and_destroy_widgets(50);
  EXPECT_TRUE(run_until([this] {
    const std::string more =
        row(table("Totals by priority"), "all").cells.at(kAllocationsSinceMark);
    return !more.empty() && std::stoi(more) > 50;
  }));
  EXPECT_GT(std::stoi(row(table("Totals by priority"), "all").cells.at(kAllocations)),
            std::stoi(row(table("Totals by priority"), "all").cells.at(kAllocationsSinceMark)));
  run_action(*panel_, "Forget the mark");
  EXPECT_TRUE(run_until(
      [this] { return row(table("Totals by priority"), "all").cells.at(kLiveSinceMark).empty(); }));
}

TEST_F(MemoryPanelTest, WhatDoesNotAddUpIsMarkedInWords) {
  go_to_core();
  EXPECT_EQ(table("Broken rules").row_count(), 0U);
  break_the_core();
  EXPECT_TRUE(run_until([this] { return table("Broken rules").row_count() > 0; }));
  EXPECT_EQ(table("Broken rules").row(0).cells.at(0), "BROKEN");
  EXPECT_THAT(table("Sites").csv(), HasSubstr("UNBALANCED: "));
  EXPECT_THAT(line("state of the ledger"), HasSubstr("rules broken"));
  screenshot("memory-unbalanced");
}

TEST_F(MemoryPanelTest, WhatTheWitnessFoundIsShownWithItsPlaces) {
  open("Memory");
  EXPECT_TRUE(run_until([this] { return table("Witness").row_count() == 1; }));
  EXPECT_EQ(table("Witness").row(0).cells.at(1), "not run");
  desk().runs.record({.check = "witness.object",
                      .verdict = "fail",
                      .summary = "2 copies",
                      .figures = {},
                      .details = {"heap block of 64 octets", "heap block of 32 octets"},
                      .run = "",
                      .time = std::chrono::system_clock::now()});
  EXPECT_TRUE(run_until([this] { return table("Witness").row_count() == 3; }));
  EXPECT_EQ(table("Witness").row(0).cells.at(1), "fail");
  EXPECT_EQ(table("Witness").row(2).cells.at(2), "heap block of 32 octets");
}

TEST_F(MemoryPanelTest, RemembersWhereItsSashesWere) {
  desk().settings.set("memory.left_percent", 30);
  restart();
  open("Memory");
  settle();
  const int whole = console().frame().GetClientSize().GetWidth();
  EXPECT_NEAR(table("Sites").GetSize().GetWidth(), whole * 30 / 100, whole / 20);
  frame().SetSize(800, 600);
  settle();
  EXPECT_NEAR(table("Sites").GetSize().GetWidth(), 800 * 30 / 100, 40);
}

TEST_F(MemoryPanelTest, ACoreThatIsGoneIsSaidInPlaceAndItsLedgerStays) {
  go_to_core();
  core_.kill();
  core_.wait_until_gone();
  EXPECT_TRUE(run_until([this] { return line("state of the ledger").find("NOT READ") == 0; }));
  EXPECT_EQ(table("Sites").row_count(), 73U);
}

}  // namespace
}  // namespace orbbench::tests
