#include "runs/run_checks.hpp"

#include <wx/sizer.h>

#include <algorithm>
#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr int kGap = 4;
const wxSize kLeast(160, 80);

std::string label_of(const CheckItem& item, bool is_in_group) {
  return (is_in_group ? "    " : "") + item.name + ": " + item.rule;
}

wxArrayString labels_of(const std::vector<CheckItem>& items) {
  wxArrayString labels;
  std::string group;
  for (const CheckItem& item : items) {
    if (item.is_group) {
      group = item.name;
    }
    labels.Add(to_wx(label_of(item, !item.is_group && is_chosen(item.name, {group}))));
  }
  return labels;
}

}  // namespace

RunChecks::RunChecks(wxWindow& parent, Desk& desk, const std::filesystem::path& program,
                     Chosen chosen)
    : wxPanel(&parent), desk_(desk), chosen_(std::move(chosen)), query_(desk.ui, program) {
  SetName("choice of checks");
  build();
  show_state();
}

void RunChecks::build() {
  state_ = new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                            wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END);
  state_->SetName("state of the choice");
  list_ = new wxCheckListBox(this, wxID_ANY);
  list_->SetName("checks to choose from");
  list_->SetToolTip("Tick what the run is to make, by Space too; nothing for all");
  list_->SetMinSize(FromDIP(kLeast));
  list_->Bind(wxEVT_CHECKLISTBOX,
              [this](wxCommandEvent& event) { turn(static_cast<std::size_t>(event.GetInt())); });
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(state_, wxSizerFlags().Expand().Border(wxALL, FromDIP(kGap)));
  rows->Add(list_, wxSizerFlags(1).Expand());
  SetSizer(rows);
}

void RunChecks::open() {
  query_.ask(
      {"validate", "--list"},
      [this](const std::string& output) -> ToolQuery::Apply {
        return [this, items = parse_checks(output)]() mutable { take(std::move(items)); };
      },
      [this](const std::string& trouble) {
        trouble_ = trouble;
        desk_.log.write(LogLevel::Error, "checks", trouble);
        show_state();
      });
  show_state();
  list_->SetFocus();
}

void RunChecks::take(std::vector<CheckItem> items) {
  trouble_.clear();
  if (items != items_) {
    items_ = std::move(items);
    list_->Set(labels_of(items_));
    list_->SetSelection(0);
  }
  show_ticks();
  show_state();
}

void RunChecks::show(const std::vector<std::string>& names, bool are_taken) {
  names_ = names;
  are_taken_ = are_taken;
  list_->Enable(are_taken);
  show_ticks();
  show_state();
}

void RunChecks::show_ticks() {
  for (std::size_t place = 0; place < items_.size(); ++place) {
    const bool chosen = is_chosen(items_[place].name, names_);
    const auto row = static_cast<unsigned>(place);
    if (list_->IsChecked(row) != chosen) {
      list_->Check(row, chosen);
    }
  }
}

void RunChecks::turn(std::size_t place) {
  const std::string& check = items_.at(place).name;
  chosen_(list_->IsChecked(static_cast<unsigned>(place)) ? with_check(names_, check)
                                                         : without_check(names_, items_, check));
}

void RunChecks::look() {
  query_.look();
}

void RunChecks::show_state() {
  const wxString text = to_wx(state_text());
  if (state_->GetLabelText() != text) {
    state_->SetLabelText(text);
    state_->SetToolTip(text);
  }
}

std::string RunChecks::state_text() const {
  if (!trouble_.empty()) {
    return trouble_;
  }
  if (!are_taken_) {
    return "This run makes no checks that can be chosen";
  }
  if (items_.empty()) {
    return query_.is_asking() ? "Reading the list of checks…" : "Not read yet: Pick does";
  }
  const std::string unknown = unknown_name();
  if (!unknown.empty()) {
    return "There is no check \"" + unknown + '"';
  }
  return names_.empty() ? "Nothing is ticked: all that can be made are" : "What is ticked is made";
}

std::string RunChecks::unknown_name() const {
  const auto is_unknown = [this](const std::string& name) {
    return std::ranges::none_of(
        items_, [&](const CheckItem& item) { return is_chosen(item.name, {name}); });
  };
  const auto found = std::ranges::find_if(names_, is_unknown);
  return found == names_.end() ? "" : *found;
}

}  // namespace orbbench::console
