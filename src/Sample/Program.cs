using System.Runtime.InteropServices;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;

EarlyStart.Begin(args);
using var cancellation = new CancellationTokenSource();
void Cancel(PosixSignalContext context)
{
    // The first signal asks the work to stop; a second one terminates the program.
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

return CommandLine.Run(args, Terminal.OfProcess(), cancellation.Token);
