using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests;

/// <summary>Rows and annotations as text, whatever their types, digit for digit.</summary>
internal static partial class EstimatorCheck
{
    private static IEnumerable<(DataViewRowId Id, long Batch, string Text)> Rows(DataViewRowCursor cursor)
    {
        Func<string> text = RowText(cursor);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getId(ref id);
            yield return (id, cursor.Batch, text());
        }
    }

    private static Func<string> RowText(DataViewRow row)
    {
        Func<string>[] parts = [.. row.Schema
            .Where(column => !column.IsHidden && row.IsColumnActive(column))
            .Select(column =>
            {
                Func<string> text = Text(row, column);
                return (Func<string>)(() => $"{column.Name}={text()}");
            })];
        return () => string.Join(" ", parts.Select(part => part()));
    }

    private static Func<string> Text(DataViewRow row, DataViewSchema.Column column) =>
        (Func<string>)Generic(nameof(TextOf), column.Type.RawType, row, column);

    private static Action Reader(DataViewRow row, DataViewSchema.Column column) =>
        (Action)Generic(nameof(ReaderOf), column.Type.RawType, row, column);

    private static object Generic(string method, Type type, DataViewRow row, DataViewSchema.Column column) =>
        typeof(EstimatorCheck).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [row, column])!;

    private static Func<string> TextOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Text(value);
        };
    }

    private static Action ReaderOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () => getter(ref value);
    }

    private static string Text<T>(T value) => value switch
    {
        VBuffer<float> buffer => TextOfBuffer(buffer),
        VBuffer<double> buffer => TextOfBuffer(buffer),
        VBuffer<bool> buffer => TextOfBuffer(buffer),
        VBuffer<uint> buffer => TextOfBuffer(buffer),
        VBuffer<ReadOnlyMemory<char>> buffer => TextOfBuffer(buffer),
        float single => BitConverter.SingleToInt32Bits(single).ToString("x8", null),
        _ => value?.ToString() ?? "null",
    };

    private static string TextOfBuffer<T>(VBuffer<T> buffer) => $"[{string.Join(' ', buffer.DenseValues().Select(item => Text(item)))}]";

    private static string AnnotationText(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation) =>
        (string)typeof(EstimatorCheck)
            .GetMethod(nameof(AnnotationTextOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(annotation.Type.RawType).Invoke(null, [annotations, annotation.Name])!;

    private static string AnnotationTextOf<T>(DataViewSchema.Annotations annotations, string name)
    {
        T value = default!;
        annotations.GetValue(name, ref value);
        return Text(value);
    }
}
