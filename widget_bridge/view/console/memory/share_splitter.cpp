#include "memory/share_splitter.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::console {
namespace {

constexpr int kWhole = 100;
constexpr int kSmallestPane = 80;

}  // namespace

ShareSplitter::ShareSplitter(wxWindow& parent, Settings& settings, std::string key, int percent)
    : wxSplitterWindow(&parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                       wxSP_LIVE_UPDATE | wxSP_THIN_SASH),
      settings_(settings),
      key_(std::move(key)),
      percent_(std::clamp(settings.get(key_, percent), 0, kWhole)) {
  SetMinimumPaneSize(FromDIP(kSmallestPane));
  Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    place_sash();
    event.Skip();
  });
  // Sent while the user drags it; the other event also comes when a window that became too small
  // moved the sash.
  Bind(wxEVT_SPLITTER_SASH_POS_CHANGING, [this](wxSplitterEvent& event) {
    if (HasCapture() && space() > 0) {
      percent_ = event.GetSashPosition() * kWhole / space();
      settings_.set(key_, percent_);
    }
  });
}

void ShareSplitter::split(wxOrientation orientation, wxWindow& first, wxWindow& second) {
  if (orientation == wxVERTICAL) {
    SplitVertically(&first, &second);
  } else {
    SplitHorizontally(&first, &second);
  }
  place_sash();
}

int ShareSplitter::space() const {
  const wxSize size = GetClientSize();
  return GetSplitMode() == wxSPLIT_VERTICAL ? size.GetWidth() : size.GetHeight();
}

int ShareSplitter::needed_by(const wxWindow& pane) const {
  const wxSize least = pane.GetEffectiveMinSize();
  return GetSplitMode() == wxSPLIT_VERTICAL ? least.GetWidth() : least.GetHeight();
}

// Of a small window each has what it needs before its share, as far as that goes.
void ShareSplitter::place_sash() {
  if (IsSplit() && space() > 0) {
    const int most = space() - GetSashSize() - needed_by(*GetWindow2());
    SetSashPosition(
        std::max(std::min(space() * percent_ / kWhole, most), needed_by(*GetWindow1())));
  }
}

}  // namespace orbbench::console
