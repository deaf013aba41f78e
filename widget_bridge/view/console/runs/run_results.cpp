#include "runs/run_results.hpp"

#include <wx/sizer.h>
#include <wx/splitter.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr int kLeastPane = 60;
constexpr double kEvidenceShare = 0.6;

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string evidence_of(const CheckResult& result) {
  std::string text = result.check + ": " + result.verdict + "\n" + result.summary + "\n";
  for (const auto& [name, value] : result.figures) {
    text += "\n" + name + " = " + number_text(value);
  }
  text += result.details.empty() ? "" : "\n";
  for (const std::string& detail : result.details) {
    text += "\n" + detail;
  }
  return text;
}

/// That of the row in which it was expected, unless one of that name came before.
std::string key_of(const std::vector<CheckResult>& checks, std::size_t place) {
  const auto here = checks.begin() + static_cast<std::ptrdiff_t>(place);
  const auto before = std::count_if(
      checks.begin(), here, [&](const CheckResult& other) { return other.check == here->check; });
  return here->check + (before == 0 ? "" : " " + std::to_string(before));
}

}  // namespace

Row::Mark mark_of(const std::string& verdict) {
  if (verdict == "pass") {
    return Row::Mark::Good;
  }
  if (verdict == "fail") {
    return Row::Mark::Bad;
  }
  return verdict.empty() ? Row::Mark::None : Row::Mark::Warning;
}

RunResults::RunResults(wxWindow& parent, Settings& settings) : wxPanel(&parent) {
  SetName("results of the run");
  auto* splitter = new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                        wxSP_LIVE_UPDATE | wxSP_THIN_SASH);
  table_ = new TableView(*splitter, settings, "checks",
                         {{"Check", Alignment::Left, 190},
                          {"Verdict", Alignment::Left, 100},
                          {"Summary", Alignment::Left, 560}});
  evidence_ = new wxTextCtrl(splitter, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                             wxTE_MULTILINE | wxTE_READONLY | wxTE_DONTWRAP);
  evidence_->SetName("evidence of the check");
  evidence_->SetToolTip("Figures and evidence of the selected check");
  splitter->SetMinimumPaneSize(FromDIP(kLeastPane));
  splitter->SetSashGravity(kEvidenceShare);
  splitter->SplitHorizontally(table_, evidence_);
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(splitter, wxSizerFlags(1).Expand());
  SetSizer(rows);
  table_->on_select([this] { show_selected(); });
}

void RunResults::show(std::vector<CheckResult> checks, const std::vector<std::string>& wanted) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const CheckResult& check = checks[i];
    rows.push_back(
        {key_of(checks, i), {check.check, check.verdict, check.summary}, mark_of(check.verdict)});
  }
  for (const std::string& name : wanted) {
    if (std::ranges::none_of(checks, [&](const CheckResult& one) { return one.check == name; })) {
      rows.push_back({name, {name, "", "not ended yet"}, Row::Mark::None});
    }
  }
  checks_ = std::move(checks);
  table_->show(std::move(rows));
  show_selected();
}

void RunResults::show_selected() {
  const auto key = table_->selected();
  std::string text;
  for (std::size_t i = 0; key && i < checks_.size(); ++i) {
    if (*key == key_of(checks_, i)) {
      text = evidence_of(checks_[i]);
    }
  }
  const wxString wanted = to_wx(text);
  if (evidence_->GetValue() != wanted) {
    evidence_->ChangeValue(wanted);
  }
}

}  // namespace orbbench::console
