import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.protocol.ReceivingApplicationException;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A billing system on HAPI HL7v2: it validates each DFT^P03, says on standard output what it read of it, a line a transaction, and
 * acknowledges. A charge of the code that is its second argument it refuses. It ends with its standard input.
 */
public class BillingListener implements ReceivingApplication<Message> {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final String refused;

  BillingListener(String refused) {
    this.refused = refused;
  }

  public static void main(String[] arguments) throws Exception {
    var context = new DefaultHapiContext(ValidationContextFactory.defaultValidation());
    // By itself HAPI reads US-ASCII, whatever MSH-18 says.
    context.setLowerLayerProtocol(new MinLowerLayerProtocol(true));
    var server = context.newServer(Integer.parseInt(arguments[0]), false);
    server.registerApplication("DFT", "P03", new BillingListener(arguments.length > 1 ? arguments[1] : ""));
    server.startAndWait();
    OUT.println("ready");
    while (System.in.read() != -1) continue;
    System.exit(0);
  }

  @Override
  public boolean canProcess(Message message) {
    return true;
  }

  @Override
  public Message processMessage(Message message, Map<String, Object> about) throws HL7Exception, ReceivingApplicationException {
    var terser = new Terser(message);
    var group = message.getVersion().equals("2.3.1") ? "/FT1PR1ROL" : "/FINANCIAL";
    for (int at = 0; terser.get(group + "(" + at + ")/FT1-1") != null; at++) {
      var ft1 = group + "(" + at + ")/FT1-";
      if (refused.equals(terser.get(ft1 + "7-1"))) return refusal(message, at);
      OUT.println(String.join("\t", "posted", text(terser.get("/MSH-10")), text(terser.get(ft1 + "2")), text(terser.get(ft1 + "6")),
          text(terser.get(ft1 + "7-1")), text(terser.get(ft1 + "10")), text(terser.get(ft1 + "26(0)")), text(terser.get(ft1 + "4-1")),
          text(terser.get(ft1 + "23-1")), text(terser.get("/PID-3-1")), text(terser.get("/PID-5-1")), text(terser.get("/PID-18-1"))));
    }
    try {
      return message.generateACK();
    } catch (IOException thrown) {
      throw new HL7Exception(thrown);
    }
  }

  private static Message refusal(Message message, int at) throws HL7Exception {
    try {
      return message.generateACK(ca.uhn.hl7v2.AcknowledgmentCode.AE, new HL7Exception("The code of FT1 " + (at + 1) + " is not in the charge master", ca.uhn.hl7v2.ErrorCode.TABLE_VALUE_NOT_FOUND));
    } catch (IOException thrown) {
      throw new HL7Exception(thrown);
    }
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
