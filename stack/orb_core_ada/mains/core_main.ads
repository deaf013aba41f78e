--  What is common to the core's programs

with Core_Options;

procedure Core_Main (Linked : Core_Options.Tasking_Policy);
--  Linked is the policy that the calling program was linked with
