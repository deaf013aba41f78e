#include "frame/connection_bar.hpp"

#include <gtk/gtk.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include <algorithm>

#include "frame/accessible.hpp"
#include "frame/theme.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::from_wx;
using widget_bridge::to_wx;

constexpr const char* kRecent = "connection.recent";

struct StateLook {
  const char* sign;
  Row::Mark mark;
};

StateLook look_of(ConnectionState state) {
  switch (state) {
    case ConnectionState::Connected:
      return {"●", Row::Mark::Good};
    case ConnectionState::Connecting:
      return {"◐", Row::Mark::Warning};
    case ConnectionState::Lost:
      return {"▲", Row::Mark::Bad};
    case ConnectionState::Disconnected:
      break;
  }
  return {"○", Row::Mark::None};
}

std::vector<CoreAddress> remembered(const Settings& settings) {
  std::vector<CoreAddress> all;
  const auto kept = settings.get(kRecent, nlohmann::json::array());
  for (const nlohmann::json& each : kept) {
    if (each.is_object() && each.contains("core") && each["core"].is_string()) {
      const auto metrics = each.value("metrics", nlohmann::json());
      all.push_back({each["core"], metrics.is_string() ? metrics.get<std::string>() : ""});
    }
  }
  all.resize(std::min(all.size(), ConnectionBar::kMostRemembered));
  return all;
}

}  // namespace

ConnectionBar::ConnectionBar(wxWindow& parent, Desk& desk)
    : wxPanel(&parent), desk_(desk), recent_(remembered(desk.settings)) {
  name_accessibly(*this, "Connection");
  build();
  fill_recent();
  if (!recent_.empty()) {
    show(recent_.front());
  }
  desk_.connection.observe([this] { connection_changed(); });
  show_state();
}

void ConnectionBar::build() {
  auto* core_label = new wxStaticText(this, wxID_ANY, "&Core:");
  core_ = new wxComboBox(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize, 0, nullptr,
                         wxTE_PROCESS_ENTER);
  core_->SetToolTip("The core: host:port, an IOR, a corbaloc, a corbaname or a file with an IOR");
  // wx has hints of its own for a box with a list, in a grey that is hard to read.
  gtk_entry_set_placeholder_text(GTK_ENTRY(gtk_bin_get_child(GTK_BIN(core_->GetHandle()))),
                                 "host:port, IOR, corbaloc or corbaname");
  name_accessibly(*core_, "Core");
  auto* metrics_label = new wxStaticText(this, wxID_ANY, "&Metrics:");
  metrics_ =
      new wxTextCtrl(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
  metrics_->SetToolTip("The core's metrics page: http://host:port/metrics; empty for none");
  metrics_->SetHint("http://host:port/metrics");
  name_accessibly(*metrics_, "Metrics");
  connect_ = new wxButton(this, wxID_ANY, "C&onnect");
  connect_->SetToolTip("Go to this core (Ctrl+G)");
  name_accessibly(*connect_, "Connect");
  disconnect_ = new wxButton(this, wxID_ANY, "&Disconnect");
  disconnect_->SetToolTip("Leave the core (Ctrl+Shift+G)");
  name_accessibly(*disconnect_, "Disconnect");
  state_ = new wxStaticText(this, wxID_ANY, "");
  trouble_ = new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                              wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);

  constexpr int kGap = 6;
  const auto middle = wxSizerFlags().CentreVertical().Border(wxLEFT, FromDIP(kGap));
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(core_label, middle);
  row->Add(core_, wxSizerFlags(middle).Proportion(3));
  row->Add(metrics_label, middle);
  row->Add(metrics_, wxSizerFlags(middle).Proportion(2));
  row->Add(connect_, middle);
  row->Add(disconnect_, middle);
  row->Add(state_, middle);
  row->AddSpacer(FromDIP(kGap));
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->AddSpacer(FromDIP(kGap));
  rows->Add(row, wxSizerFlags().Expand());
  rows->Add(trouble_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, FromDIP(kGap)));
  rows->AddSpacer(FromDIP(kGap));
  SetSizer(rows);

  connect_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { connect(); });
  disconnect_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { disconnect(); });
  core_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { connect(); });
  metrics_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { connect(); });
  core_->Bind(wxEVT_COMBOBOX, [this](wxCommandEvent& event) {
    choose(static_cast<std::size_t>(event.GetSelection()));
  });
  Bind(wxEVT_SYS_COLOUR_CHANGED, [this](wxSysColourChangedEvent& event) {
    show_state();
    event.Skip();
  });
}

void ConnectionBar::connect() {
  if (can_connect()) {
    desk_.connection.connect(address());
  }
}

void ConnectionBar::disconnect() {
  desk_.connection.disconnect();
}

bool ConnectionBar::can_connect() const {
  return !address().core.empty();
}

bool ConnectionBar::can_disconnect() const {
  return desk_.connection.state() != ConnectionState::Disconnected;
}

void ConnectionBar::take_focus() {
  core_->SetFocus();
  core_->SelectAll();
}

CoreAddress ConnectionBar::address() const {
  const auto trimmed = [](wxString text) { return from_wx(text.Trim().Trim(false)); };
  return {trimmed(core_->GetValue()), trimmed(metrics_->GetValue())};
}

void ConnectionBar::show(const CoreAddress& address) {
  core_->ChangeValue(wxString::FromUTF8(address.core));
  metrics_->ChangeValue(wxString::FromUTF8(address.metrics));
}

void ConnectionBar::choose(std::size_t index) {
  if (index < recent_.size()) {
    metrics_->ChangeValue(wxString::FromUTF8(recent_[index].metrics));
  }
}

void ConnectionBar::connection_changed() {
  if (desk_.connection.state() == ConnectionState::Connected) {
    remember(desk_.connection.session()->address());
  }
  show_state();
}

void ConnectionBar::show_state() {
  const StateLook look = look_of(desk_.connection.state());
  state_->SetLabel(
      to_wx(std::string(look.sign) + " " + std::string(name_of(desk_.connection.state()))));
  name_accessibly(*state_, "State: " + std::string(name_of(desk_.connection.state())));
  state_->SetForegroundColour(look.mark == Row::Mark::None ? wxNullColour : colour_of(look.mark));
  const wxString trouble = wxString::FromUTF8(desk_.connection.trouble());
  trouble_->SetLabelText(trouble);
  trouble_->SetToolTip(trouble);
  name_accessibly(*trouble_, "Trouble: " + desk_.connection.trouble());
  trouble_->SetForegroundColour(colour_of(Row::Mark::Bad));
  trouble_->Show(!trouble.empty());
  disconnect_->Enable(can_disconnect());
  GetParent()->Layout();
  Layout();
}

void ConnectionBar::remember(const CoreAddress& address) {
  if (!recent_.empty() && recent_.front() == address) {
    return;
  }
  recent_.erase(std::remove_if(recent_.begin(), recent_.end(),
                               [&](const CoreAddress& each) { return each.core == address.core; }),
                recent_.end());
  recent_.insert(recent_.begin(), address);
  recent_.resize(std::min(recent_.size(), kMostRemembered));
  fill_recent();
  auto kept = nlohmann::json::array();
  for (const CoreAddress& each : recent_) {
    kept.push_back({{"core", each.core}, {"metrics", each.metrics}});
  }
  desk_.settings.set(kRecent, std::move(kept));
}

void ConnectionBar::fill_recent() {
  const wxString typed = core_->GetValue();
  wxArrayString all;
  for (const CoreAddress& each : recent_) {
    all.push_back(wxString::FromUTF8(each.core));
  }
  core_->Set(all);
  core_->ChangeValue(typed);
}

}  // namespace orbbench::console
