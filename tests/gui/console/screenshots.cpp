// orbbench-console-screenshots FOLDER: drives the real console, at a real core, until each of its
// panels shows something, and keeps a picture of each: <panel>-light.png and <panel>-dark.png at
// 1280x800, and widgets-small.png at 800x600.

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/spinctrl.h>
#include <wx/textctrl.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "console_fixture.hpp"
#include "core_process.hpp"
#include "tables/table_view.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Tour : public ConsoleFixture {
 public:
  /// With the core that this program is; the reference core if empty.
  explicit Tour(const std::string& program) : core_({.program = program}) {}

  void TestBody() override {}
  void make_all();

 private:
  void connect_to_core();
  void fill_widgets();
  void fill_latency();
  void fill_memory();
  void fill_runs();
  void picture(const std::string& panel, console::Theme theme);
  static void wait(Clock::duration time);

  CoreProcess core_;
};

// What is measured over time needs time to show.
void Tour::wait(Clock::duration time) {
  const auto end = Clock::now() + time;
  run_until([end] { return Clock::now() >= end; },
            std::chrono::duration_cast<std::chrono::milliseconds>(time) + 1s);
}

void Tour::connect_to_core() {
  const console::CoreAddress address{
      core_.address(), "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics"};
  frame().connection_bar().show(address);
  connect(address.core, address.metrics);
}

void Tour::fill_widgets() {
  open("Widgets");
  const std::vector<std::pair<const char*, const char*>> widgets{
      {"button", "Save"},   {"label", "Turbine 4"},      {"textbox", "Operator"},
      {"slider", "Valve"},  {"checkbox", "Armed"},       {"panel", "Panel"},
      {"button", "Cancel"}, {"checkbox", "Night shift"}, {"corba_widget", "Remote"}};
  for (const auto& [type, label] : widgets) {
    auto& choice = find<wxChoice>("type of the new widget");
    choice.SetStringSelection(type);
    find<wxTextCtrl>("label of the new widget").ChangeValue(label);
    click(find("create the widget"));
    wait(100ms);
  }
  for (const char* label : {"control Save", "control Armed", "control Cancel"}) {
    click(find(label));
    wait(100ms);
  }
}

void Tour::fill_latency() {
  constexpr double kDeadlineMs = 10;
  auto& deadline = find<wxSpinCtrlDouble>("Deadline");
  deadline.SetValue(kDeadlineMs);
  wxSpinDoubleEvent changed(wxEVT_SPINCTRLDOUBLE, deadline.GetId(), kDeadlineMs);
  changed.SetEventObject(&deadline);
  deadline.ProcessWindowEvent(changed);
  run_action(open("Latency"), "Sample or stop");
  wait(20s);
}

void Tour::fill_memory() {
  run_action(open("Memory"), "Mark here");
  open("Widgets");
  for (const char* label : {"control Save", "control Armed", "control Cancel"}) {
    click(find(label));
  }
  open("Memory");
  wait(3s);
}

void Tour::fill_runs() {
  console::Panel& runs = open("Runs");
  find<wxCheckBox>("keep the result").SetValue(false);
  find<wxTextCtrl>("checks of the run").SetValue("core.reachable,ledger.bookkeeping,witness");
  run_action(runs, "Start");
  wait(500ms);
  run_until([this] { return !find("cancel the run").IsEnabled(); }, 120s);
  wait(500ms);
  auto& checks = dynamic_cast<console::TableView&>(*find("checks").GetParent());
  if (checks.row_count() > 1) {
    checks.select(checks.row(1).key);
  }
}

void Tour::picture(const std::string& panel, console::Theme theme) {
  open(panel);
  frame().set_theme(theme);
  wait(300ms);
  frame().loop_probe().reset();  // the last picture took its time: no figure of the window's
  wait(1500ms);
  std::string name = panel;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  std::cout << screenshot(name + "-" + std::string(name_of(theme))).string() << std::endl;
}

void Tour::make_all() {
  frame().SetPosition({0, 0});
  frame().SetSize(1280, 800);
  connect_to_core();
  fill_widgets();
  fill_latency();
  fill_memory();
  fill_runs();
  for (std::size_t page = 0; page < frame().pages().GetPageCount(); ++page) {
    const std::string panel = dynamic_cast<console::Panel&>(*frame().pages().GetPage(page)).name();
    picture(panel, console::Theme::Light);
    picture(panel, console::Theme::Dark);
  }
  frame().set_theme(console::Theme::Light);
  open("Widgets");
  frame().SetSize(800, 600);
  wait(500ms);
  std::cout << screenshot("widgets-small").string() << std::endl;
}

}  // namespace
}  // namespace orbbench::tests

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::cerr << "usage: orbbench-console-screenshots FOLDER [CORE-PROGRAM]\n";
    return 64;
  }
  ::setenv("ORBBENCH_ARTEFACTS", argv[1], 1);
  try {
    orbbench::tests::Tour(argc == 3 ? argv[2] : "").make_all();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << "orbbench-console-screenshots: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
