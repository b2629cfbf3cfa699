using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Interop;

/// <summary>Makes and reads schema shapes, which estimators check before any data is seen.</summary>
internal static class SchemaShapes
{
    /// <summary>The shape of a column whose type and annotations are known.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="annotations">Its annotations; null for none.</param>
    public static SchemaShape.Column Column(string name, DataViewType type, DataViewSchema.Annotations? annotations = null)
    {
        SchemaShape? annotationShape = null;
        if (annotations is not null)
        {
            var columns = new List<SchemaShape.Column>();
            foreach (DataViewSchema.Column column in annotations.Schema)
                columns.Add(Column(column.Name, column.Type));
            annotationShape = new SchemaShape(columns);
        }

        DataViewType item = type is VectorDataViewType vector ? vector.ItemType : type;
        return Column(name, Kind(type), Raw(item), item is KeyDataViewType, annotationShape);
    }

    /// <summary>The shape of a column from its parts; ML.NET's constructor is not public.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="kind">Scalar, vector of known size, or vector of unknown size.</param>
    /// <param name="itemType">The item type; for keys, the underlying integer type.</param>
    /// <param name="isKey">Whether the items are keys.</param>
    /// <param name="annotations">Its annotations; null for none.</param>
    public static SchemaShape.Column Column(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey = false, SchemaShape? annotations = null) =>
        (SchemaShape.Column)MLNetMembers.SchemaShapeColumn.Invoke([name, kind, itemType, isKey, annotations]);

    /// <summary>The shape with columns added; an added column replaces one of the same name.</summary>
    /// <param name="shape">The original shape.</param>
    /// <param name="added">The columns to add.</param>
    public static SchemaShape Append(SchemaShape shape, params IEnumerable<SchemaShape.Column> added)
    {
        List<SchemaShape.Column> columns = [.. shape];
        foreach (SchemaShape.Column column in added)
        {
            int index = columns.FindIndex(other => other.Name == column.Name);
            if (index < 0)
                columns.Add(column);
            else
                columns[index] = column;
        }

        return new SchemaShape(columns);
    }

    /// <summary>Finds a column by name.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">The column's name.</param>
    /// <returns>The column, or null when there is none.</returns>
    public static SchemaShape.Column? Find(SchemaShape shape, string name)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name == name)
                return column;
        }

        return null;
    }

    /// <summary>A column's type as written in ML.NET's messages.</summary>
    /// <param name="column">The column.</param>
    public static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }

    private static SchemaShape.Column.VectorKind Kind(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } => SchemaShape.Column.VectorKind.Vector,
        VectorDataViewType => SchemaShape.Column.VectorKind.VariableVector,
        _ => SchemaShape.Column.VectorKind.Scalar,
    };

    private static DataViewType Raw(DataViewType item)
    {
        if (item is not KeyDataViewType)
            return item;
        if (item.RawType == typeof(byte))
            return NumberDataViewType.Byte;
        if (item.RawType == typeof(ushort))
            return NumberDataViewType.UInt16;
        return item.RawType == typeof(uint) ? NumberDataViewType.UInt32 : NumberDataViewType.UInt64;
    }
}
