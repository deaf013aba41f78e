#pragma once

#include <stdexcept>

namespace orbbench::store {

/// All that the store throws. One line each; never a password.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The server cannot be reached, or cannot serve now. Trying again later may help.
class StoreUnavailable : public StoreError {
 public:
  using StoreError::StoreError;
};

/// The server will not take this: trying again does not help.
class StoreRefused : public StoreError {
 public:
  using StoreError::StoreError;
};

/// Text that is no run. Trying again does not help.
class RunFormatError : public StoreError {
 public:
  using StoreError::StoreError;
};

}  // namespace orbbench::store
