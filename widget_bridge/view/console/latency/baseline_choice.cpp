#include "latency/baseline_choice.hpp"

#include <wx/button.h>
#include <wx/sizer.h>

#include <algorithm>
#include <utility>

#include "console/orbbench_program.hpp"
#include "frame/accessible.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::from_wx;
using widget_bridge::to_wx;

constexpr int kGap = 3;
constexpr int kWidth = 190;
constexpr const char* kNone = "(none)";  // no baseline can be called so
constexpr const char* kName = "latency.kept_baseline";

std::string count_of(std::size_t names) {
  if (names == 0) {
    return "The results store keeps no baseline yet: orbbench baseline set NAME RUN names one";
  }
  if (names == 1) {
    return "1 baseline is kept";
  }
  const std::string all = std::to_string(names) + " baselines are kept";
  return names <= BaselineChoice::kMostNames
             ? all
             : all + ", the first " + std::to_string(BaselineChoice::kMostNames) + " are listed";
}

}  // namespace

BaselineChoice::BaselineChoice(wxWindow& parent, Desk& desk, Chosen chosen,
                               std::chrono::milliseconds patience)
    : wxPanel(&parent),
      desk_(desk),
      chosen_(std::move(chosen)),
      patience_(patience),
      choice_(new wxChoice(this, wxID_ANY, wxDefaultPosition, FromDIP(wxSize(kWidth, -1)))),
      state_(new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                              wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
      query_(desk.ui, orbbench_program(desk.settings)) {
  lay_out();
  show_names();
  choice_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { choose(); });
  limit_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
    query_.give_up("orbbench has not answered within " +
                   std::to_string(patience_ / std::chrono::seconds(1)) + " s");
  });
  const std::string last = desk.settings.get(kName, std::string());
  if (is_baseline_name(last)) {
    take(last, Wanted::AtTheStart);
  }
}

void BaselineChoice::lay_out() {
  auto* title = new wxStaticText(this, wxID_ANY, "&Kept baseline");
  title->MoveBeforeInTabOrder(choice_);  // so that its mnemonic leads to the choice
  name_accessibly(*choice_, "Kept baseline");
  choice_->SetToolTip("Draw in the baseline that the results store keeps under this name");
  auto* names = new wxButton(this, wxID_ANY, "Read &names");
  name_accessibly(*names, "Read the names of the baselines");
  names->SetToolTip("Lists the baselines that the results store keeps (Ctrl+Alt+B)");
  names->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { list(); });
  name_accessibly(*state_, "State of the kept baselines");
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  const auto flags = wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(kGap));
  row->Add(title, flags);
  row->Add(choice_, flags);
  row->Add(names, flags);
  row->Add(state_, wxSizerFlags(flags).Proportion(1));
  SetSizer(row);
}

void BaselineChoice::say(const std::string& text) {
  state_->SetLabelText(to_wx(text));
  state_->SetToolTip(to_wx(text));
}

void BaselineChoice::fail(const std::string& trouble) {
  say(trouble);
  desk_.log.write(LogLevel::Error, "latency", trouble);
}

void BaselineChoice::look() {
  query_.look();
}

void BaselineChoice::ask(std::vector<std::string> arguments, ToolQuery::Read read,
                         ToolQuery::Failed failed) {
  query_.ask(std::move(arguments), std::move(read), std::move(failed));
  limit_.StartOnce(static_cast<int>(patience_.count()));
}

// The focus goes there at once: once the names are there the user may be elsewhere.
void BaselineChoice::list() {
  choice_->SetFocus();
  if (query_.is_asking()) {
    return;
  }
  say("Reading the results store…");
  ask(
      {"baseline", "list"},
      [this](const std::string& output) -> ToolQuery::Apply {
        return [this, names = parse_baseline_names(output)] { offer(names); };
      },
      [this](const std::string& trouble) {
        fail(trouble);
        goes_on();
      });
}

void BaselineChoice::offer(std::vector<std::string> names) {
  say(count_of(names.size()));
  names.resize(std::min(names.size(), kMostNames));
  names_ = std::move(names);
  show_names();
  goes_on();
}

/// With the one that is wanted or drawn in, whether it is kept or not.
void BaselineChoice::show_names() {
  wxArrayString shown;
  shown.Add(kNone);
  for (const std::string& name : names_) {
    shown.Add(to_wx(name));
  }
  const std::string& wanted = !next_.empty() ? next_ : !reading_.empty() ? reading_ : drawn_;
  const wxString selected = wanted.empty() ? wxString(kNone) : to_wx(wanted);
  if (shown.Index(selected) == wxNOT_FOUND) {
    shown.Add(selected);
  }
  if (choice_->GetStrings() != shown) {
    choice_->Set(shown);
  }
  choice_->SetSelection(shown.Index(selected));
}

// One after another: keys and the wheel go through many names on their way to one.
void BaselineChoice::choose() {
  if (choice_->GetSelection() <= 0) {
    forget();
    chosen_(std::nullopt);
    return;
  }
  next_ = from_wx(choice_->GetStringSelection());
  if (!query_.is_asking()) {
    goes_on();
  }
}

bool BaselineChoice::goes_on() {
  if (next_.empty()) {
    return false;
  }
  take(std::exchange(next_, {}), Wanted::ByTheUser);
  return true;
}

void BaselineChoice::forget() {
  if (!reading_.empty()) {
    query_.withdraw();
    reading_.clear();
    say("");
  }
  next_.clear();
  drawn_.clear();
  desk_.settings.set(kName, "");
  show_names();
}

void BaselineChoice::take(const std::string& name, Wanted wanted) {
  reading_ = name;
  show_names();
  say("Reading " + name + "…");
  // Names may begin as an option does.
  ask(
      {"baseline", "show", "--", name},
      [this, name, wanted](const std::string& output) -> ToolQuery::Apply {
        try {
          LatencyReference baseline = parse_reference(output);
          baseline.name = name;
          return [this, baseline = std::move(baseline)] { draw_in(baseline); };
        } catch (const ReferenceError& error) {
          return [this, name, wanted, trouble = "cannot use " + name + ": " + error.what()] {
            leave_out(name, trouble, wanted);
          };
        }
      },
      [this, name, wanted](const std::string& trouble) { leave_out(name, trouble, wanted); });
}

void BaselineChoice::draw_in(const LatencyReference& baseline) {
  reading_.clear();
  if (goes_on()) {
    return;
  }
  say("");
  drawn_ = baseline.name;
  desk_.settings.set(kName, drawn_);
  show_names();
  chosen_(baseline);
}

void BaselineChoice::leave_out(const std::string& name, const std::string& trouble, Wanted wanted) {
  reading_.clear();
  if (goes_on()) {
    return;
  }
  show_names();
  if (wanted == Wanted::ByTheUser) {
    fail(trouble);
    return;
  }
  say("");
  desk_.log.write(LogLevel::Warning, "latency",
                  "baseline " + name + " is not drawn in again: " + trouble);
}

}  // namespace orbbench::console
