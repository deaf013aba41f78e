with Ada.Task_Attributes;

package body Call_Contexts is

   use Ada.Strings.Unbounded;

   Nothing : constant Call := (others => <>);

   package Attributes is new Ada.Task_Attributes (Call, Nothing);

   -----------
   -- Start --
   -----------

   procedure Start (Value : Call) is
   begin
      Attributes.Set_Value (Value);
   end Start;

   -------------
   -- Current --
   -------------

   function Current return Call is (Attributes.Value);

   ------------------------
   -- Set_Exception_Text --
   ------------------------

   procedure Set_Exception_Text (Text : String) is
      Own : constant Attributes.Attribute_Handle := Attributes.Reference;
   begin
      Own.Exception_Text := To_Unbounded_String (Text);
   end Set_Exception_Text;

   ----------------
   -- Drop_Reply --
   ----------------

   procedure Drop_Reply is
      Own : constant Attributes.Attribute_Handle := Attributes.Reference;
   begin
      Own.Drop_Reply := True;
   end Drop_Reply;

end Call_Contexts;
