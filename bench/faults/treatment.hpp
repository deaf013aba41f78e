#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "faults/fault_plan.hpp"

namespace orbbench::faults {

/// What is to be done to one message. A strike that cannot change this message (a cut behind its
/// end, a slice as long as all of it) is left out; of two strikes of one kind the first is kept,
/// but for delays, which add up.
struct Treatment {
  struct Step {
    std::shared_ptr<ArmedFault> fault = {};
    std::uint64_t amount = 0;
    bool took_effect = false;
  };
  enum class Ending { Fin, Rst };

  std::vector<Step> delays = {};  ///< milliseconds
  std::optional<Step> close_connection = {};
  std::optional<Step> withhold = {};
  std::optional<Step> drop = {};
  std::optional<Step> flip = {};  ///< which octet of the message
  std::uint8_t flip_mask = 0;
  std::optional<Step> end = {};  ///< after how many octets of the message
  Ending ending = Ending::Fin;
  std::optional<Step> throttle = {};  ///< octets a second
  std::optional<Step> slice = {};     ///< octets a piece
  std::optional<Step> duplicate = {};
};

Treatment treatment_of(const std::vector<Strike>& strikes, const Subject& subject);

}  // namespace orbbench::faults
